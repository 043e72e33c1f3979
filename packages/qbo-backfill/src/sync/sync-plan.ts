import { findEntity, type EntityDefinition } from 'qbo-client'
import { BackfillError } from '../errors.js'
import type { BackfillStore } from '../store/store.js'
import { firstSince, loadHistory, type LoadedHistory } from './loaded-history.js'
import type { ResolvedSyncOptions } from './sync-options.js'

/** An entity with what is loaded of it and from where it is asked. */
export interface PlannedSync {
  readonly entity: EntityDefinition
  readonly history: LoadedHistory
  readonly since: string
}

/**
 * From where each entity is asked: where its last sync ended, else from what the finished runs had settled.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for an entity that no finished run has loaded: there is no history to
 * keep alive.
 */
export async function planSync(
  options: ResolvedSyncOptions,
  entities: readonly EntityDefinition[],
): Promise<readonly PlannedSync[]> {
  const { store, source } = options
  const runs = await store.finishedRuns(source.realmId)
  const cursors = await store.syncCursors(source.realmId)
  const planned: PlannedSync[] = []
  const unloaded: string[] = []
  for (const entity of entities) {
    const history = await loadHistory(store, entity, runs)
    if (history === undefined) unloaded.push(entity.name)
    else planned.push({ entity, history, since: cursors.get(entity.name) ?? firstSince(history) })
  }
  if (unloaded.length > 0) throw nothingLoaded(unloaded.join(', '))
  return planned
}

/** The entities asked for, else all that finished runs have loaded. */
export async function entitiesOf(
  options: ResolvedSyncOptions,
  store: BackfillStore,
): Promise<readonly EntityDefinition[]> {
  if (options.entities !== undefined) return options.entities
  const runs = await store.finishedRuns(options.source.realmId)
  const names = [...new Set(runs.flatMap((run) => run.entities))]
  const found = names.flatMap((name) => findEntity(name) ?? [])
  if (found.length === 0) throw nothingLoaded('This company')
  return found
}

function nothingLoaded(what: string): BackfillError {
  return new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `${what}: no finished run has loaded it, so there is no history to keep up to date. Load it first with qbo-backfill run.`,
  )
}
