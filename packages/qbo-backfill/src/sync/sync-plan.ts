import { findEntity, type EntityDefinition } from 'qbo-client'
import { vouchingRuns } from '../compare/coverage.js'
import { BackfillError } from '../errors.js'
import type { Words } from '../language.js'
import type { StoredRun } from '../ledger/runs.js'
import { entityRange, type EntityRange } from '../plan/entity-range.js'
import type { Store } from '../store/store.js'
import type { ResolvedSyncOptions } from './sync-options.js'

/** A finished run with the range that it read of one entity. */
export interface LoadedRange {
  readonly run: StoredRun
  readonly range: EntityRange
}

/** What is loaded of an entity: the finished runs that matter, the one settled last first. */
export type LoadedHistory = readonly [LoadedRange, ...LoadedRange[]]

/** An entity with what is loaded of it and from where it is asked. */
export interface PlannedSync {
  readonly entity: EntityDefinition
  readonly history: LoadedHistory
  readonly since: string
  /** Until when, by the database's clock, deletions may have gone untold; undefined if there were none. */
  readonly gap: string | undefined
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
  const runs = await store.runs.finished(source.realmId)
  const cursors = await store.sync.cursors(source.realmId)
  const gaps = await store.sync.deletionGaps(source.realmId)
  const planned: PlannedSync[] = []
  const unloaded: string[] = []
  for (const entity of entities) {
    const history = await loadHistory(store, entity, runs)
    if (history === undefined) unloaded.push(entity.name)
    else {
      const since = cursors.get(entity.name) ?? firstSince(history)
      planned.push({ entity, history, since, gap: gaps.get(entity.name) })
    }
  }
  if (unloaded.length > 0) throw nothingLoaded({ en: unloaded.join(', '), es: unloaded.join(', ') })
  return planned
}

/** The entities asked for, else all that finished runs have loaded. */
export async function entitiesOf(
  options: ResolvedSyncOptions,
  store: Store,
): Promise<readonly EntityDefinition[]> {
  if (options.entities !== undefined) return options.entities
  const runs = await store.runs.finished(options.source.realmId)
  const names = [...new Set(runs.flatMap((run) => run.entities))]
  const found = names.flatMap((name) => findEntity(name) ?? [])
  if (found.length === 0) throw nothingLoaded({ en: 'This company', es: 'Esta empresa' })
  return found
}

/** From where a first sync asks: a change after that may be in no run. */
function firstSince(history: LoadedHistory): string {
  return history.map(({ run }) => run.settledBefore).reduce((a, b) => (a < b ? a : b))
}

/** Undefined if no finished run has loaded the entity. */
async function loadHistory(
  store: Store,
  entity: EntityDefinition,
  runs: readonly StoredRun[],
): Promise<LoadedHistory | undefined> {
  const ranges: LoadedRange[] = []
  for (const run of vouchingRuns(entity, runs)) {
    const windows = (await store.runs.windows(run.runId, entity.name)).get(entity.name) ?? []
    ranges.push({ run, range: entityRange(entity, windows, run.from) })
  }
  const [first, ...others] = ranges
  return first === undefined ? undefined : [first, ...others]
}

function nothingLoaded(what: Words): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', {
    en: `${what.en}: no finished run has loaded it, so there is no history to keep up to date. Run a backfill of it first.`,
    es: `${what.es}: ninguna corrida terminada ha cargado sus datos, así que no hay nada que poner al día. Cárguelos primero con qbo-backfill run.`,
  })
}
