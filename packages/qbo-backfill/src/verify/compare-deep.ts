import { readSetOf } from '../plan/read-set.js'
import { kindsOf, windowsFor, type RecordScope } from '../run/run-context.js'
import type { DeepOutcome } from './verify-report.js'

const listedIds = 20

/** Reads records chosen by chance again and compares their whole payloads, in the database. */
export async function compareDeep(scope: RecordScope, entity: string, count: number): Promise<DeepOutcome> {
  const ids = await chooseIds(scope, entity, count)
  const outcome = createOutcome(ids.length)
  if (ids.length > 0) {
    for await (const page of scope.source.readByIds(entity, ids, { signal: scope.signal }))
      await outcome.add(scope, entity, page)
  }
  return outcome.result()
}

async function chooseIds(scope: RecordScope, entity: string, count: number): Promise<readonly string[]> {
  const chosen = new Set<string>()
  for (const kind of kindsOf(scope, entity)) {
    const { rows } = readSetOf(kind, windowsFor(scope, entity), scope.run.from)
    const query = { realmId: scope.run.realmId, entity, rows, count }
    for (const id of await scope.store.sampleIds(query)) chosen.add(id)
  }
  // Of two sets there may be twice as many: every second one is as much a chance as any.
  const all = [...chosen]
  const step = Math.max(1, all.length / count)
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[Math.floor(index * step)] ?? '',
  )
}

export interface OutcomeCount {
  add(
    scope: RecordScope,
    entity: string,
    page: { readonly text: string; readonly recordsPath: readonly string[] },
  ): Promise<void>
  result(): DeepOutcome
}

/** Adds up what comparing pages brings, out of so many records that were asked for. */
export function createOutcome(asked: number): OutcomeCount {
  const found = { equal: 0, different: 0, newer: 0, older: 0, absent: 0 }
  const differentIds: string[] = []
  return {
    async add(scope, entity, { text, recordsPath }) {
      const { realmId } = scope.run
      const compared = await scope.store.comparePayloads({ realmId, entity, text, recordsPath })
      for (const { id, outcome } of compared) {
        found[outcome] += 1
        const isDifferent = outcome === 'different' || outcome === 'older'
        if (isDifferent && differentIds.length < listedIds) differentIds.push(id)
      }
    },
    result() {
      const answered = found.equal + found.different + found.newer + found.older + found.absent
      return {
        compared: Math.max(asked, answered),
        equal: found.equal,
        // QuickBooks never goes back to an earlier version: such a row was written by somebody else.
        different: found.different + found.older,
        newer: found.newer,
        gone: Math.max(0, asked - answered),
        differentIds,
      }
    },
  }
}
