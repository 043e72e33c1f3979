import { randomUUID } from 'node:crypto'
import { worst } from '../checks/check.js'
import type { BackfillEventBody } from '../events.js'
import { createEmitter } from '../run/emitter.js'
import { createProgress } from '../run/progress.js'
import { createUsageMeter } from '../run/usage-meter.js'
import { withLease } from '../run/with-lease.js'
import { askChanges } from './ask-changes.js'
import { syncAsked, syncWhole, type SyncContext } from './sync-entity.js'
import { resolveSyncOptions, type ResolvedSyncOptions, type SyncOptions } from './sync-options.js'
import { entitiesOf, planSync, type PlannedSync } from './sync-plan.js'
import type { SyncedEntity, SyncReport } from './sync-report.js'

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
  const { emit } = createEmitter(resolved.onEvent)
  const meter = createUsageMeter(resolved.source, resolved.store, emit)
  const progress = createProgress(emit, () => meter.calls, 'sync')
  const started = Date.now()
  const syncId = `sync-${randomUUID()}`
  try {
    const entities = await syncLeased(resolved, syncId, emit)
    await meter.flush(true)
    return {
      syncId,
      realmId: resolved.source.realmId,
      environment: resolved.source.environment,
      status: worst(entities.map((entity) => entity.status)),
      entities,
      apiCalls: meter.calls,
      durationMs: Date.now() - started,
    }
  } finally {
    await meter.flush(true)
    progress.stop()
    meter.stop()
  }
}

async function syncLeased(
  options: ResolvedSyncOptions,
  syncId: string,
  emit: (event: BackfillEventBody) => void,
): Promise<readonly SyncedEntity[]> {
  const { store, source, signal, pageSink } = options
  await store.prepare(options.entities?.map((entity) => entity.name) ?? [])
  const entities = await entitiesOf(options, store)
  return withLease(options, emit, async (lease) => {
    const planned = await planSync(options, entities)
    return syncAll({ source, store, signal, lease, syncId, pageSink }, planned, emit)
  })
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
    const { findings: _findings, status: _status, ...numbers } = synced
    emit({ type: 'sync.applied', ...numbers })
  }
  const timed = planned.filter(({ entity }) => entity.hasMetaData)
  for (const since of new Set(timed.map((each) => each.since))) {
    const group = timed.filter((each) => each.since === since)
    const scope = { ...context, entities: new Map(group.map(({ entity }) => [entity.name, entity])) }
    for (const asked of await askChanges(scope, [...scope.entities.keys()], since)) {
      const own = group.find(({ entity }) => entity.name === asked.entity)
      if (own !== undefined) enter(await syncAsked(context, own, asked))
    }
  }
  for (const each of planned.filter(({ entity }) => !entity.hasMetaData))
    enter(await syncWhole(context, each))
  return planned.flatMap(({ entity }) => done.get(entity.name) ?? [])
}
