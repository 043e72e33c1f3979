import { lookUpByIds } from '../compare/look-up-by-ids.js'
import type { RecordScope } from '../compare/record-scope.js'
import type { DeepOutcome } from '../verdict/verify-report.js'

const listedIds = 20

/** Reads records chosen by chance again and compares their whole payloads, in the database. */
export async function compareDeep(scope: RecordScope, count: number): Promise<DeepOutcome> {
  const ids = await chooseIds(scope, count)
  const outcome = createOutcome(ids.length)
  const { poisoned, refused } = await lookUpByIds(scope, scope.entity.definition, ids, async (page) => {
    if (page.poisoned === undefined) await outcome.add(scope, page)
  })
  for (const _ of [...poisoned, ...refused]) outcome.addUnreadable()
  return outcome.result()
}

async function chooseIds({ store, run, entity }: RecordScope, count: number): Promise<readonly string[]> {
  const chosen = new Set<string>()
  for (const { rows } of entity.sets) {
    const query = { realmId: run.realmId, entity: entity.name, rows, count }
    for (const id of await store.rows.sampleIds(query)) chosen.add(id)
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
    page: { readonly text: string | Uint8Array; readonly recordsPath: readonly string[] },
  ): Promise<void>
  /** One that QuickBooks has and cannot give. */
  addUnreadable(): void
  result(): DeepOutcome
}

/** Adds up what comparing pages brings, out of so many records that were asked for. */
export function createOutcome(asked: number): OutcomeCount {
  const found = { equal: 0, different: 0, newer: 0, older: 0, absent: 0 }
  const differentIds: string[] = []
  let unreadable = 0
  return {
    async add({ store, run, entity }, { text, recordsPath }) {
      const query = { realmId: run.realmId, entity: entity.name, text, recordsPath }
      const compared = await store.rows.comparePayloads(query)
      for (const { id, outcome } of compared) {
        found[outcome] += 1
        const isDifferent = outcome === 'different' || outcome === 'older'
        if (isDifferent && differentIds.length < listedIds) differentIds.push(id)
      }
    },
    addUnreadable() {
      unreadable += 1
    },
    result() {
      const answered = found.equal + found.different + found.newer + found.older + found.absent + unreadable
      return {
        compared: Math.max(asked, answered),
        equal: found.equal,
        // QuickBooks never goes back to an earlier version: such a row was written by somebody else.
        different: found.different + found.older,
        newer: found.newer,
        gone: Math.max(0, asked - answered),
        unreadable,
        differentIds,
      }
    },
  }
}
