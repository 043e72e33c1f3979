import type { EntityDefinition, EntityName } from 'qbo-client'
import { civilDatesOf } from '../plan/range.js'
import { companyMoney } from '../witness/company-money.js'
import { cutDays } from '../witness/cut-days.js'
import { daysToAsk } from '../witness/loaded-days.js'
import type { WitnessWriter } from '../witness/look-up.js'
import { witnessEntity, type Witnessed } from '../witness/witness-entity.js'
import { witnessedTypes } from '../witness/witnessed-types.js'
import type { LoadedHistory } from './sync-plan.js'
import {
  nothingWritten,
  sumWritten,
  writeDeletions,
  writePart,
  type ChangesTarget,
  type WrittenChanges,
} from './write-changes.js'
import type { SyncContext } from './sync-context.js'

export interface SweptEntity {
  readonly witnessed: Witnessed
  readonly written: WrittenChanges
  /** Rows that may be gone and were not looked at: they say no day, or were too many. */
  readonly open: number
}

/**
 * Holds all that is loaded of an entity against QuickBooks' own reports: finds deletions however old, a call for some
 * 70,000 rows.
 *
 * @param settledBefore what has not changed since then is compared; undefined if QuickBooks did not say what time it is
 */
export async function sweepEntity(
  context: SyncContext,
  target: ChangesTarget,
  { entity, history }: { readonly entity: EntityDefinition; readonly history: LoadedHistory },
  settledBefore: string | undefined,
): Promise<SweptEntity> {
  const not = (reason: string): SweptEntity => ({
    witnessed: { outcome: 'notWitnessed', reason },
    written: nothingWritten,
    open: 0,
  })
  const witnessed = witnessedTypes(entity.name)
  if (witnessed === undefined) return not('no report of QuickBooks lists it')
  if (settledBefore === undefined) return not('QuickBooks did not say what time it is')
  const { source, store, signal, patience } = context
  const loaded = history
    .map(({ run }) => civilDatesOf(run))
    .map(({ first, end }) => ({ from: first, to: end }))
  const rows = await liveByDay(context, entity.name)
  const money = await companyMoney(context, [entity.name])
  const { writer, written } = syncWriter(target)
  const scope = { source, store, signal, settledBefore, loaded, writer, patience }
  const spans = cutDays(daysToAsk(loaded, rows))
  const found = await witnessEntity(scope, { entity, witnessed, spans, money, atOnce: false })
  const undated = rows.find(({ bucket }) => bucket === '')?.live ?? 0
  const open = found.outcome === 'witnessed' ? found.open + found.unanswered.length + undated : 0
  return { witnessed: found, written: written(), open }
}

function liveByDay(
  { store, source, syncId }: SyncContext,
  entity: EntityName,
): Promise<readonly { readonly bucket: string; readonly live: number }[]> {
  return store.rows.countLive({
    realmId: source.realmId,
    entity,
    rows: {},
    runId: syncId,
    seenSince: undefined,
    settledBefore: undefined,
    groupBy: 'txnDate',
  })
}

function syncWriter(target: ChangesTarget): {
  readonly writer: WitnessWriter
  readonly written: () => WrittenChanges
} {
  let written = nothingWritten
  const { entity } = target
  return {
    written: () => written,
    writer: {
      async write(page, askedAt) {
        const part = { ...page, entity, deleted: [] }
        written = sumWritten(written, await writePart({ ...target, askedAt }, part))
      },
      async bury(ids) {
        const gone = await writeDeletions(target, ids)
        written = sumWritten(written, gone)
        return gone.tombstoned
      },
    },
  }
}
