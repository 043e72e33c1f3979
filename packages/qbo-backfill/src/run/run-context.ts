import type { EntityDefinition } from 'qbo-client'
import type { BackfillEventBody } from '../events.js'
import { readSetKinds, windowIndexOf, type ReadSetKind } from '../plan/read-set.js'
import type { Window } from '../plan/window.js'
import type { QboRecord } from 'qbo-client'
import type { Source } from '../source/source.js'
import type { PageSink } from '../store/page-sink.js'
import type { BackfillStore, Lease, StoredRun } from '../store/store.js'

/** What asking about sets of records takes: a run has it, and so has whatever looks at one afterwards. */
export interface RecordScope {
  readonly source: Source
  readonly store: BackfillStore
  readonly run: Pick<StoredRun, 'runId' | 'realmId' | 'from' | 'settledBefore'>
  readonly entities: ReadonlyMap<string, EntityDefinition>
  readonly windows: ReadonlyMap<string, readonly Window[]>
  readonly signal: AbortSignal
  /** By entity, since when (by the database's clock) the run has read what it counts as seen. */
  readonly seenSince?: ReadonlyMap<string, string> | undefined
}

/** What every stage of a run works with. */
export interface RunContext extends RecordScope {
  readonly lease: Lease
  readonly run: StoredRun
  /** Where the caller wants every page too. */
  readonly pageSink: PageSink | undefined
  emit(event: BackfillEventBody): void
}

export function windowsFor(context: Pick<RecordScope, 'windows'>, entity: string): readonly Window[] {
  return context.windows.get(entity) ?? []
}

export function kindsOf(context: Pick<RecordScope, 'entities'>, entity: string): readonly ReadSetKind[] {
  const definition = context.entities.get(entity)
  return definition === undefined ? [] : readSetKinds(definition)
}

/** The window that the record belongs to, or undefined if the run's range does not hold it. */
export function windowFor(context: RunContext, entity: string, record: QboRecord): Window | undefined {
  const windows = windowsFor(context, entity)
  return windows[windowIndexOf(kindsOf(context, entity), windows, context.run.from, record)]
}
