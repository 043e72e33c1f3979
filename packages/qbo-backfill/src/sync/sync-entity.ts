import type { EntityName } from 'qbo-client'
import { QboError, readInstant } from 'qbo-client'
import { nextSince } from '../plan/cdc-reach.js'
import { formatInstant } from '../plan/time-zone.js'
import { readEntity } from '../compare/entity-read.js'
import { isTaken, type EntityChanges } from '../compare/read-changes.js'
import { serverInstant } from '../source/server-time.js'
import type { Knowledge } from '../verdict/colour.js'
import type { AskedEntity, Untold } from './ask-changes.js'
import { attributeTo } from './attribute.js'
import type { Witnessed } from '../witness/witness-entity.js'
import { withWitness } from '../witness/with-witness.js'
import { witnessedTypes } from '../witness/witnessed-types.js'
import { confirmDeletions } from './confirm-deletions.js'
import { confirmRows } from './confirm-rows.js'
import type { PlannedSync } from './sync-plan.js'
import type { SyncedEntity } from '../verdict/sync-report.js'
import { sweepEntity } from './sweep.js'
import { syncVerdict } from './sync-verdict.js'
import type { SyncPlace } from '../store/sync-store.js'
import { nothingWritten, sumWritten, writeChanges, type WrittenChanges } from './write-changes.js'
import type { SyncContext } from './sync-context.js'

/** Writes what an entity's answer holds, moves its cursor on with it, and looks up what the answer could not tell. */
export async function syncAsked(
  context: SyncContext,
  { entity, history, gap }: PlannedSync,
  asked: AskedEntity,
): Promise<SyncedEntity> {
  const { since, time, method, untold } = asked
  const now = serverInstant(time)
  const next = time === undefined ? undefined : nextSince(since, time)
  // A second more than QuickBooks' clock: windows do not hold their end.
  const until = formatInstant((now ?? Date.now()) + 1000)
  const attribute = attributeTo(entity, history, { start: since, end: until })
  const target = { ...context, entity: entity.name, attribute, askedAt: asked.askedAt }
  const { changes, doubtful } = confirmDeletions(context, entity, asked.changes)
  const hasGap = (): boolean => untold.length > 0 || doubtful() > 0
  // What is not given in full is asked for again, from the same place.
  const placeOf = (): SyncPlace => ({
    changedSince: next === undefined || asked.ungiven() > 0 ? since : next,
    hasGap: hasGap(),
  })
  const written = await writeChanges(target, dated(entity.name, changes), () =>
    next === undefined ? undefined : placeOf(),
  )
  const isBlind = untold.length > 0 || gap !== undefined
  const isSwept = entity.strategy === 'transaction' && (context.sweep ?? (isBlind && entity.cdc))
  const swept = isSwept ? await sweepEntity(context, target, { entity, history }, next) : undefined
  const isWitnessed = swept?.witnessed.outcome === 'witnessed'
  const isAskedFor = isSwept && context.sweep === true
  // What no report lists is swept by its Ids.
  const isListed = witnessedTypes(entity.name) !== undefined
  const isEach = untold.length > 0 || !entity.cdc || (isAskedFor && !isListed)
  const confirmed =
    isWitnessed || !(isEach || isBlind)
      ? { written: nothingWritten, open: 0 }
      : await confirmRows(target, entity, isEach ? undefined : gap)
  // What a report lists is there, and what it does not list has been looked up once more.
  const isDoubtful = !isWitnessed && doubtful() > 0
  const open = Math.max(confirmed.open + (swept?.open ?? 0), isDoubtful ? doubtful() : 0)
  if (open === 0 && (gap !== undefined || hasGap()))
    await context.store.sync.closeDeletionGap(context.lease, entity.name)
  const all = sumWritten(sumWritten(written, confirmed.written), swept?.written ?? nothingWritten)
  return synced(context, entity.name, all, {
    method,
    since,
    nextSince: placeOf().changedSince,
    versions: now === undefined || asked.ungiven() > 0 ? 'unknown' : 'right',
    ungiven: asked.ungiven(),
    untold: isDoubtful ? [...untold, { why: 'doubtful', from: since }] : untold,
    open,
    unswept: isAskedFor && isListed ? reasonAgainst(swept?.witnessed) : undefined,
    witnessed: swept?.witnessed,
  })
}

function reasonAgainst(witnessed: Witnessed | undefined): string | undefined {
  return witnessed?.outcome === 'notWitnessed' ? witnessed.reason : undefined
}

/** Entities without a time are few rows: all of them are read, and what does not come is looked up. */
export async function syncWhole(context: SyncContext, planned: PlannedSync): Promise<SyncedEntity> {
  const { entity, history } = planned
  const span = { start: planned.since, end: formatInstant(Date.now()) }
  const attribute = attributeTo(entity, history, span)
  const target = { ...context, entity: entity.name, attribute, askedAt: new Date() }
  const whole = readEntity(context, entity)
  const written = await writeChanges(target, whole.pages, () => undefined)
  const versions = (await whole.isComplete()) ? 'right' : 'unknown'
  const confirmed = await confirmRows(target, entity, undefined)
  return synced(context, entity.name, sumWritten(written, confirmed.written), {
    method: 'whole',
    since: null,
    nextSince: null,
    versions,
    untold: [],
    open: confirmed.open,
  })
}

interface Outcome extends Pick<SyncedEntity, 'method' | 'since' | 'nextSince'> {
  readonly versions: Knowledge
  readonly ungiven?: number
  readonly untold: readonly Untold[]
  /** Rows that may be gone, and have not been looked up yet. */
  readonly open: number
  /** Why the sweep that was asked for told nothing. */
  readonly unswept?: string | undefined
  readonly witnessed?: Witnessed | undefined
}

async function synced(
  { store, source, syncId }: SyncContext,
  entity: EntityName,
  written: WrittenChanges,
  { method, since, nextSince: next, versions, ungiven = 0, untold, open, unswept, witnessed }: Outcome,
): Promise<SyncedEntity> {
  // Whoever met it: a record that could not be stored is as absent today as it was yesterday.
  const query = { realmId: source.realmId, entity }
  const rejects = await store.rejects.count(query)
  const { saved } = await store.rejects.count({ ...query, runId: syncId })
  const evidence = { entity, since, versions, ungiven, untold, open, unswept, rejects: { ...rejects, saved } }
  const verdict = syncVerdict(evidence)
  return { entity, method, since, nextSince: next, ...written, ...withWitness(entity, verdict, witnessed) }
}

/** A change without a time could not be told from an older version, and would be passed over. */
async function* dated(
  entity: EntityName,
  changes: AsyncIterable<EntityChanges>,
): AsyncGenerator<EntityChanges> {
  for await (const part of changes) {
    const taken = isTaken(part)
    const odd = part.records.find(
      (record) => taken(record) && readInstant(record.MetaData?.LastUpdatedTime) === undefined,
    )
    if (odd !== undefined) {
      throw new QboError(
        'QBO_UNEXPECTED_RESPONSE',
        `${entity} ${odd.Id}: QuickBooks says that it changed, and not when (MetaData.LastUpdatedTime). Sync again; if it stays, please report it.`,
        { retryable: true },
      )
    }
    yield part
  }
}
