import type { EntityRange } from '../plan/entity-range.js'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'
import type { StoredRun } from '../ledger/runs.js'

/** What asking about the records of an entity takes: a run has it, and so has whatever looks at one afterwards. */
export interface RecordScope {
  readonly source: Source
  readonly store: Store
  readonly entity: EntityRange
  readonly run: Pick<StoredRun, 'runId' | 'realmId' | 'settledBefore'>
  readonly signal: AbortSignal
  /** Since when (by the database's clock) the run has read what it counts as seen. */
  readonly seenSince?: string | undefined
}
