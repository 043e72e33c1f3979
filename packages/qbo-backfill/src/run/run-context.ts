import type { EntityDefinition } from 'qbo-client'
import type { BackfillEventBody } from '../events.js'
import { readSetKinds, windowIndexOf, type ReadSetKind } from '../plan/read-set.js'
import type { Window } from '../plan/window.js'
import type { QboRecord } from 'qbo-client'
import type { Source } from '../source/source.js'
import type { BackfillStore, Lease, StoredRun } from '../store/store.js'

/** What every stage of a run works with. */
export interface RunContext {
  readonly source: Source
  readonly store: BackfillStore
  readonly lease: Lease
  readonly run: StoredRun
  readonly entities: ReadonlyMap<string, EntityDefinition>
  readonly windows: ReadonlyMap<string, readonly Window[]>
  readonly signal: AbortSignal
  emit(event: BackfillEventBody): void
}

export function windowsFor(context: RunContext, entity: string): readonly Window[] {
  return context.windows.get(entity) ?? []
}

export function kindsOf(context: RunContext, entity: string): readonly ReadSetKind[] {
  const definition = context.entities.get(entity)
  return definition === undefined ? [] : readSetKinds(definition)
}

/** The window that the record belongs to, or undefined if the run's range does not hold it. */
export function windowFor(context: RunContext, entity: string, record: QboRecord): Window | undefined {
  const windows = windowsFor(context, entity)
  return windows[windowIndexOf(kindsOf(context, entity), windows, context.run.from, record)]
}
