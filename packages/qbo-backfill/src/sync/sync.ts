import { randomUUID } from 'node:crypto'
import { worst } from '../verdict/colour.js'
import type { BackfillEventBody } from '../events.js'
import { formatInstant } from '../plan/time-zone.js'
import { createPatience } from '../source/patience.js'
import { withSession } from '../session/session.js'
import { withLease } from '../session/with-lease.js'
import { askChanges } from './ask-changes.js'
import { syncAsked, syncWhole } from './sync-entity.js'
import { resolveSyncOptions, type ResolvedSyncOptions, type SyncOptions } from './sync-options.js'
import { entitiesOf, planSync, type PlannedSync } from './sync-plan.js'
import type { SyncedEntity, SyncReport } from '../verdict/sync-report.js'
import { announcedEntities } from '../webhook/announced-entities.js'
import type { SyncContext } from './sync-context.js'

/**
 * Brings the table up to what changed since the last sync, or since the finished runs: new versions are written,
 * deletions become tombstones, and where the next sync goes on is committed with them.
 *
 * @throws {BackfillError} for wrong options, a realm that is taken, entities that no run has loaded.
 * @throws {QboError} when QuickBooks cannot be asked.
 * @throws the signal's reason when it is aborted.
 */
export async function syncChanges(options: SyncOptions): Promise<SyncReport> {
  const resolved = resolveSyncOptions(options)
  const { source, store, onEvent, limits } = resolved
  const started = Date.now()
  const syncId = `sync-${randomUUID()}`
  const sessionOptions = {
    source,
    store,
    onEvent,
    firstPhase: 'sync',
    limits,
    signal: resolved.signal,
  } as const
  return withSession(sessionOptions, async (session) => {
    const { signal = resolved.signal } = session
    const entities = await syncLeased({ ...resolved, signal }, syncId, session.emit)
    await session.recordCalls()
    return {
      syncId,
      realmId: source.realmId,
      environment: source.environment,
      status: worst(entities.map((entity) => entity.status)),
      entities,
      syncedAt: formatInstant(Date.now()),
      apiCalls: session.calls,
      durationMs: Date.now() - started,
    }
  })
}

async function syncLeased(
  options: ResolvedSyncOptions,
  syncId: string,
  emit: (event: BackfillEventBody) => void,
): Promise<readonly SyncedEntity[]> {
  const { store, source, signal, pageSink, sweep } = options
  await store.prepare(options.entities?.map((entity) => entity.name) ?? [])
  const entities = await entitiesOf(options, store)
  return withLease(options, emit, async (lease) => {
    const planned = await planSync(options, entities)
    const patience = createPatience()
    return syncAll({ source, store, signal, lease, syncId, pageSink, sweep, patience }, planned, emit)
  })
}

/** Changes that a webhook should have announced. */
async function noted({ store, lease }: SyncContext, synced: SyncedEntity): Promise<SyncedEntity> {
  const { entity, since, inserted, updated, tombstoned } = synced
  const changes = inserted + updated + tombstoned
  if (changes > 0 && since !== null && announcedEntities.has(entity))
    await store.sync.noteFound(lease, { entity, since, changes })
  return synced
}

/** Entities that are asked from the same instant share a call. */
async function syncAll(
  context: SyncContext,
  planned: readonly PlannedSync[],
  emit: (event: BackfillEventBody) => void,
): Promise<readonly SyncedEntity[]> {
  const done = new Map<string, SyncedEntity>()
  const enter = (synced: SyncedEntity): void => {
    done.set(synced.entity, synced)
    const { findings: _findings, checks: _checks, status: _status, witness, ...numbers } = synced
    if (witness !== undefined) emit({ type: 'witness.compared', entity: synced.entity, ...witness })
    emit({ type: 'sync.applied', ...numbers })
  }
  const timed = planned.filter(({ entity }) => entity.hasMetaData)
  for (const since of new Set(timed.map((each) => each.since))) {
    const group = timed.filter((each) => each.since === since)
    const asked = await askChanges(
      context,
      group.map(({ entity }) => entity),
      since,
    )
    for (const answer of asked) {
      const own = group.find(({ entity }) => entity === answer.entity)
      if (own !== undefined) enter(await noted(context, await syncAsked(context, own, answer)))
    }
  }
  for (const each of planned.filter(({ entity }) => !entity.hasMetaData))
    enter(await syncWhole(context, each))
  return planned.map(({ entity }) => {
    const synced = done.get(entity.name)
    if (synced === undefined)
      throw new Error(`${entity.name} was to be synced, and nothing was asked about it.`)
    return synced
  })
}
