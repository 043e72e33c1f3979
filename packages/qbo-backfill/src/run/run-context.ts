import type { BackfillEventBody } from '../events.js'
import type { PageSink } from '../store/page-sink.js'
import type { StoredRun } from '../ledger/runs.js'
import type { Lease } from '../ledger/lease.js'
import type { EntityRange } from '../plan/entity-range.js'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'

/** What every stage of a run works with. */
export interface RunContext {
  readonly source: Source
  readonly store: Store
  readonly lease: Lease
  readonly run: StoredRun
  readonly entities: readonly EntityRange[]
  readonly signal: AbortSignal
  /** Pages that may be under way at once. */
  readonly streams: number
  /** Where the caller wants every page too. */
  readonly pageSink: PageSink | undefined
  emit(event: BackfillEventBody): void
}
