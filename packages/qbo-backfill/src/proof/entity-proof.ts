import type { RecordScope } from '../compare/record-scope.js'
import type { KnownChanges } from '../compare/known-changes.js'
import type { ReadSetKind } from '../plan/read-set.js'
import type { RunContext } from '../run/run-context.js'
import type { Knowledge } from '../verdict/colour.js'
import type { MissingRow } from '../verdict/missing-row.js'
import type { EarlyRowChecks } from './early-row-checks.js'

/** One entity of a run. */
export interface ProofScope extends RunContext, RecordScope {
  readonly run: RunContext['run']
}

/** The proof of one entity: what it works with, and what it learns on its way beside what it compares. */
export interface EntityProof {
  readonly scope: ProofScope
  /** Those of all entities of the run. */
  readonly rowChecks: EarlyRowChecks
  /** What is known to have changed since the settled set was fixed. */
  readonly known: KnownChanges
  /** Whether more changed than CDC shows: deletions beyond are not among those that are known. */
  overflowed: boolean
  /**
   * Rows that there were when this run, or the proof itself, began to read the entity whole: of those created before S, or
   * of all where there is no such filter. If there are as many at the end, none was deleted meanwhile.
   */
  atFirst: number | undefined
  /** The most rows that a count of the proof told of, by read set. */
  readonly most: Map<ReadSetKind, number>
  /** Rows that were found gone without being told. */
  buried: number
  /** Ids of rows that a look-up has shown, and no reading since. */
  readonly knownById: Set<string>
  /** Those of them that the last look-up has not shown any more. */
  readonly takenBack: Set<string>
  /** Whether the proof has read all of it again. */
  isReadAgain: boolean
  /** Whether no other question shows more rows. */
  visible: Knowledge
  /** Rows without a time of creation, which no range holds. */
  undated: number
  /** What the last healing learned about windows; undefined where there was nothing to mend. */
  found: FoundInWindows | undefined
}

/** What healing learned about the windows of an entity. */
export interface FoundInWindows {
  /** Settled rows at the source, by read set and number of the window, where they were counted or read. */
  readonly expected: Map<ReadSetKind, Map<number, number>>
  /** Rows that QuickBooks gave and that the table has not. */
  readonly missing: MissingRow[]
}

export function newProof(scope: ProofScope, rowChecks: EarlyRowChecks): EntityProof {
  return {
    scope,
    rowChecks,
    known: new Map(),
    overflowed: false,
    atFirst: undefined,
    most: new Map(),
    buried: 0,
    knownById: new Set(),
    takenBack: new Set(),
    isReadAgain: false,
    visible: 'unknown',
    undated: 0,
    found: undefined,
  }
}

/** Remembers what a count of a whole read set told, so that a smaller one does not pass for the first that was made. */
export function rememberCount({ most }: EntityProof, kind: ReadSetKind, count: number): void {
  most.set(kind, Math.max(most.get(kind) ?? 0, count))
}
