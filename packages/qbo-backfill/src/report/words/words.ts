import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { ReadSetKind } from '../../plan/read-set.js'
import type { RangeNotice } from '../../plan/range-notice.js'
import type { RunStatus } from '../../ledger/run-state.js'
import type { RowDrift } from '../../verdict/row-drift.js'
import type { SyncWords, VerifyWords } from './aftercare-words.js'
import type { ReportLanguage } from '../../language.js'
import type { PageWords } from './page-words.js'
import type { StatementWords } from './statement-words.js'

/** All that the evidence of a run says in one language. */
export interface EvidenceWords extends PageWords, StatementWords {
  readonly language: ReportLanguage
  readonly entities: {
    readonly title: string
    readonly help: string
    readonly head: readonly string[]
    /** Where nothing of it was counted. */
    readonly notCounted: string
    /** What QuickBooks' own reports said of it. */
    readonly agrees: (transactions: number) => string
    /** Where no amounts are compared that could have been. */
    readonly agreesById: (transactions: number) => string
    readonly agreesSince: (transactions: number, found: number) => string
    readonly differs: string
    readonly notAsked: string
  }
  readonly findings: {
    readonly title: Readonly<Record<'red' | 'yellow', string>>
    readonly head: readonly string[]
    readonly open: string
    readonly toDo: string
    readonly nothingToDo: string
    /** Folded below the first. */
    readonly more: (rows: number) => string
    /** That the run has not named. */
    readonly unlisted: (rows: number) => string
    readonly states: Readonly<Record<'missing' | 'open' | 'acknowledged' | 'saved', string>>
    readonly drifts: Readonly<Record<RowDrift, string>>
    /** Two amounts of one transaction. */
    readonly amounts: (reported: string, stored: string) => string
    /** What a document names that is not there. */
    readonly names: (entity: string, id: string) => string
  }
  readonly months: {
    readonly title: string
    readonly help: string
    /** @param currency empty where it is not known */
    readonly amounts: (currency: string) => string
    readonly month: string
    readonly total: string
    readonly lookInto: string
    readonly typesHead: readonly string[]
    readonly windows: string
    readonly differing: string
    readonly windowHead: readonly string[]
    readonly elsewhere: string
  }
  readonly witness: {
    readonly title: string
    readonly head: readonly string[]
    readonly help: (currency: string) => string
  }
  readonly before: {
    readonly title: string
    readonly help: (finished: string, range: string) => string
    readonly head: readonly string[]
    readonly fresh: string
    readonly gone: string
    readonly same: string
  }
  readonly checks: {
    readonly title: string
    readonly allHold: (checks: number) => string
    /** Beside those that do not. */
    readonly someHold: (checks: number) => string
    readonly names: Readonly<Record<string, string>>
    /** What is observed where it holds. */
    readonly expected: Readonly<Record<string, string>>
    readonly head: readonly string[]
  }
  /** One sentence, without the name of the entity. */
  readonly checkMessage: (check: Check) => string
  readonly notice: (notice: RangeNotice) => string
  readonly outside: {
    readonly title: string
    readonly none: (entity: string, total: number) => string
    readonly some: (entity: string, rows: number, total: number) => string
    readonly dropped: (entity: string, rows: number) => string
  }
  readonly appendix: {
    readonly title: string
    readonly facts: Readonly<
      Record<
        | 'realm'
        | 'from'
        | 'to'
        | 'settledBefore'
        | 'started'
        | 'finished'
        | 'apiCalls'
        | 'duration'
        | 'attempts'
        | 'run'
        | 'program'
        | 'hash',
        string
      >
    >
    readonly notIncluded: string
    readonly counters: { readonly title: string; readonly head: readonly string[] }
  }
  readonly activity: {
    readonly title: string
    readonly pages: string
    readonly failures: string
    readonly help: (apiCalls: number, pages: number, failures: number) => string
    readonly caption: (most: number, step: string) => string
    readonly step: (seconds: number) => string
    readonly bar: (at: string, pages: number, failures: number) => string
  }
  readonly failures: { readonly title: string; readonly head: readonly string[] }
  readonly segments: {
    readonly title: string
    readonly head: readonly string[]
    readonly kinds: Readonly<Record<ReadSetKind, string>>
    readonly states: Readonly<Record<string, string>>
  }
  readonly files: string
  readonly verify: VerifyWords
  readonly sync: SyncWords
  /** Of the page of all runs. */
  readonly index: {
    readonly title: string
    readonly all: (runs: number) => string
    readonly latest: (started: string) => string
    readonly none: string
    readonly kept: string
    readonly keptHead: readonly string[]
    readonly kinds: Readonly<Record<'verify' | 'sync', string>>
    readonly head: readonly string[]
    readonly states: Readonly<Record<Exclude<RunStatus, Colour>, string>>
  }
}

/** A colour, or that there is none. */
export type ShownColour = Colour | 'unknown'
