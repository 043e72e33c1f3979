import type { EntityDefinition } from 'qbo-client'
import type { Window } from '../plan/window.js'
import type { BackfillStore, StoredRun } from '../store/store.js'

/** A finished run with the windows that it cut one entity into. */
export interface LoadedRange {
  readonly run: StoredRun
  readonly windows: readonly Window[]
}

/** What is loaded of an entity: the finished runs that matter, the one settled last first. */
export type LoadedHistory = readonly [LoadedRange, ...LoadedRange[]]

/** Runs whose range no run that was settled later covers: those before are of the past. */
function latestRuns(entity: string, runs: readonly StoredRun[]): readonly StoredRun[] {
  const kept: StoredRun[] = []
  const newestFirst = runs
    .filter((run) => run.entities.includes(entity))
    .toSorted((a, b) => b.settledBefore.localeCompare(a.settledBefore))
  for (const run of newestFirst)
    if (!kept.some((later) => later.from <= run.from && later.to >= run.to)) kept.push(run)
  return kept
}

/** From where a first sync asks: a change after that may be in no run. */
export function firstSince(history: LoadedHistory): string {
  return history.map(({ run }) => run.settledBefore).reduce((a, b) => (a < b ? a : b))
}

/** Undefined if no finished run has loaded the entity. */
export async function loadHistory(
  store: BackfillStore,
  entity: EntityDefinition,
  runs: readonly StoredRun[],
): Promise<LoadedHistory | undefined> {
  const ranges: LoadedRange[] = []
  for (const run of latestRuns(entity.name, runs))
    ranges.push({ run, windows: (await store.windows(run.runId)).get(entity.name) ?? [] })
  const [first, ...others] = ranges
  return first === undefined ? undefined : [first, ...others]
}
