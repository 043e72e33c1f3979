import { askCdc, readChanges } from '../compare/read-changes.js'
import { remember, type ChangedRecord, type KnownChanges } from '../compare/known-changes.js'
import type { RecordScope } from '../compare/record-scope.js'
import { isInCdcReach } from '../plan/cdc-reach.js'

export interface GatheredChanges {
  readonly known: ReadonlyMap<string, ChangedRecord>
  /** Whether every deletion since then that QuickBooks tells is among them. */
  readonly deletionsKnown: boolean
  /** Records that changed and that QuickBooks cannot give. */
  readonly unreadable: number
}

/**
 * What changed at the source since the settled instant: from CDC while it can see that far, else by query.
 *
 * @param serverNow QuickBooks' clock, epoch milliseconds; undefined if it did not say: then CDC may not see so far.
 */
export async function gatherChanges(
  scope: RecordScope,
  serverNow: number | undefined,
): Promise<GatheredChanges> {
  const { definition: entity, sets } = scope.entity
  const since = scope.run.settledBefore
  const isInReach = serverNow !== undefined && isInCdcReach(since, serverNow)
  const told = isInReach ? (await askCdc(scope, [entity], since)).get(entity.name) : undefined
  // Transactions are asked for within the range; lists change few rows, and their range, of two sets, is not one condition.
  const among = sets.length === 1 ? sets[0]?.where : undefined
  const { changes } = await readChanges(scope, { entity, since, told, among, isStored: false })
  const known: KnownChanges = new Map()
  let unreadable = 0
  for await (const part of changes) {
    remember(known, part)
    unreadable += part.poisoned?.length ?? 0
  }
  return { known, deletionsKnown: told?.isAll === true, unreadable }
}
