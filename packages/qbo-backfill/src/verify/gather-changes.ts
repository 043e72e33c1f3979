import { readSetOf } from '../plan/read-set.js'
import { readChanges, scanChanges } from '../proof/read-changes.js'
import { windowsFor, type RecordScope } from '../run/run-context.js'
import { remember, type ChangedRecord } from './changed-record.js'

export interface GatheredChanges {
  readonly known: Map<string, ChangedRecord>
  /** Whether every deletion since then is among them. */
  readonly deletionsKnown: boolean
}

/** CDC looks back 30 days; a day is kept free for clocks that differ. */
const cdcDaysMs: number = 29 * 86_400_000

/** What changed at the source since the settled instant: from CDC while it can see that far, else by query. */
export async function gatherChanges(
  scope: RecordScope,
  entity: string,
  serverNow: number,
): Promise<GatheredChanges> {
  const known = new Map<string, ChangedRecord>()
  const since = scope.run.settledBefore
  const definition = scope.entities.get(entity)
  if (definition === undefined || !definition.hasMetaData) return { known, deletionsKnown: true }
  if (definition.cdc && serverNow - Date.parse(since) <= cdcDaysMs) {
    const { parts, overflowed, toScan } = await readChanges(scope, [entity], since)
    for (const part of parts) remember(known, part)
    if (toScan.length > 0) await scan(scope, entity, since, known)
    return { known, deletionsKnown: overflowed.length === 0 }
  }
  await scan(scope, entity, since, known)
  return { known, deletionsKnown: false }
}

/** Adds what changed since a moment ago; tells how many Ids were not known to have changed before. */
export async function gatherLatest(
  scope: RecordScope,
  entity: string,
  since: string,
  known: Map<string, ChangedRecord>,
): Promise<number> {
  if (scope.entities.get(entity)?.hasMetaData !== true) return 0
  let fresh = 0
  const { parts, toScan } = await readChanges(scope, [entity], since)
  for (const part of parts) fresh += remember(known, part)
  if (toScan.length > 0) fresh += await scan(scope, entity, since, known)
  return fresh
}

/** Transactions are asked for within the range; lists change few rows, and their range is not one condition. */
async function scan(
  scope: RecordScope,
  entity: string,
  since: string,
  known: Map<string, ChangedRecord>,
): Promise<number> {
  const isDated = scope.entities.get(entity)?.strategy === 'transaction'
  const among = isDated ? readSetOf('transaction', windowsFor(scope, entity), scope.run.from).where : []
  const { changes } = await scanChanges(scope, entity, since, among)
  let fresh = 0
  for await (const part of changes) fresh += remember(known, part)
  return fresh
}
