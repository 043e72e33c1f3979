import { countRows } from '../compare/counts.js'
import { refusedOf } from '../compare/refused.js'
import { isReadWhole } from '../plan/entity-range.js'
import type { OrderKey } from '../plan/read-set.js'
import { formatInstant } from '../plan/time-zone.js'
import type { Reject } from 'qbo-raw-sink'
import type { ProofScope } from './entity-proof.js'

/** Seconds that are looked through, at a call or two each. */
const mostSeconds = 20

/**
 * Records that QuickBooks could not give once are listed by the second that they lie in, and nothing that is stored says
 * which they are. The second is read: if all of it comes and is in the table, they are among what came. Those that are
 * listed by their position alone are among what a whole reading brought that has met none.
 */
export async function settleDelivered(scope: ProofScope): Promise<void> {
  const { store, lease, run, entity } = scope
  const everyone = { realmId: run.realmId, entity: entity.name, runId: undefined, seenSince: undefined }
  const open = await store.rejects.list(everyone)
  const past = open
    .filter(({ reason, recordId }) => reason === 'poisoned' && recordId === null)
    .filter(isPast(scope))
  const delivered = isReadWhole(entity.definition)
    ? past.map(({ rejectId }) => rejectId)
    : await deliveredSince(scope, past)
  if (delivered.length > 0) await store.rejects.resolve(lease, entity.name, delivered)
}

/** What this run has met itself is not delivered. */
function isPast({ run, seenSince }: ProofScope): (reject: Reject) => boolean {
  return ({ runId, lastSeen }) => runId !== run.runId || (seenSince !== undefined && lastSeen < seenSince)
}

async function deliveredSince(scope: ProofScope, rejects: readonly Reject[]): Promise<readonly string[]> {
  const places = new Map<string, { place: OnePlace; rejectIds: string[] }>()
  for (const reject of rejects) {
    const [at] = refusedOf([reject]).seconds.flatMap((second) => Object.entries(second.at))
    if (at === undefined) continue
    const [key, second] = at as [OnePlace['key'], string]
    const listed = places.get(`${key} ${second}`) ?? { place: { key, second }, rejectIds: [] }
    listed.rejectIds.push(reject.rejectId)
    places.set(`${key} ${second}`, listed)
  }
  const delivered: string[] = []
  for (const { place, rejectIds } of [...places.values()].slice(0, mostSeconds))
    if (await isDelivered(scope, place)) delivered.push(...rejectIds)
  return delivered
}

interface OnePlace {
  readonly key: OrderKey
  readonly second: string
}

async function isDelivered(scope: ProofScope, { key, second }: OnePlace): Promise<boolean> {
  const { source, entity, signal } = scope
  const end = formatInstant(Date.parse(second) + 1000)
  const where = [
    { field: key, operator: '>=', value: second },
    { field: key, operator: '<', value: end },
  ] as const
  const ids = new Set<string>()
  for await (const page of source.scan({ entity: entity.name, where, key, plannedCount: 0, signal })) {
    if ((page.poisoned ?? []).length > 0) return false
    for (const record of page.records) ids.add(record.Id)
  }
  // An empty answer may be wrong: a second question is the witness against it.
  if (ids.size === 0) return (await source.count({ entity: entity.name, where }, { signal })).count === 0
  const { live } = await countRows(scope, { rows: { ids: [...ids] }, settledBefore: undefined })
  return live === ids.size
}
