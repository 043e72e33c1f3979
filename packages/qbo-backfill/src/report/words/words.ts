import type { Check } from '../../checks/check.js'
import type { ReadSetKind } from '../../plan/read-set.js'
import type { RangeNotice } from '../../plan/range-notice.js'
import type { ReportLanguage } from '../language.js'
import type { BarUnit } from '../volumetry-bars.js'

export type Colour = 'green' | 'yellow' | 'red'

/** All that the evidence says in one language. */
export interface EvidenceWords {
  readonly language: ReportLanguage
  readonly title: string
  readonly status: Readonly<Record<Colour | 'unknown', string>>
  /** One sentence under the heading. */
  readonly verdict: Readonly<Record<Colour, string>>
  readonly facts: Readonly<
    Record<
      | 'company'
      | 'from'
      | 'to'
      | 'zone'
      | 'settledBefore'
      | 'started'
      | 'finished'
      | 'apiCalls'
      | 'duration'
      | 'attempts'
      | 'run',
      string
    >
  >
  readonly notIncluded: string
  readonly entities: {
    readonly title: string
    readonly head: readonly string[]
    readonly help: string
  }
  readonly checks: { readonly title: string; readonly names: Readonly<Record<string, string>> }
  readonly checkMessage: (check: Check) => string
  readonly notices: string
  readonly notice: (notice: RangeNotice) => string
  readonly volumetry: {
    readonly title: string
    readonly help: string
    readonly heading: (entity: string, rows: number, windows: number) => string
    readonly units: Readonly<Record<BarUnit, string>>
    readonly caption: (most: number, unit: string) => string
    readonly trimmed: (before: number, after: number) => string
    readonly bar: (first: string, rows: number) => string
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
  readonly outside: {
    readonly title: string
    readonly none: (entity: string, total: number) => string
    readonly some: (entity: string, rows: number, total: number) => string
    readonly dropped: (entity: string, rows: number) => string
  }
  readonly segments: {
    readonly title: string
    readonly head: readonly string[]
    readonly kinds: Readonly<Record<ReadSetKind, string>>
    readonly states: Readonly<Record<string, string>>
  }
  readonly files: string
  readonly number: (value: number | null) => string
  readonly seconds: (milliseconds: number) => string
  /** A civil date, `YYYY-MM-DD`. */
  readonly date: (date: string) => string
  /** An instant, `YYYY-MM-DDTHH:MM:SSZ`, in UTC. */
  readonly instant: (instant: string) => string
}
