import type { Realm } from '../company/realm.js'

/** What an injected fault may do to a report. */
export const reportTwists = [
  'report-truncated',
  'report-empty',
  'report-unsaid',
  'report-lost',
  'report-unasked',
] as const

export type ReportTwist = (typeof reportTwists)[number]

export interface ReportSettings {
  /** As reports are since the modernisation of 2026. */
  readonly isModern: boolean
  /** Rows times columns that a report holds. */
  readonly mostCells: number
}

export interface ReportContext extends ReportSettings {
  readonly realm: Realm
  readonly nowMs: number
  readonly twist?: ReportTwist | undefined
  /** Which of the three forms of no rows; `{}`, or since 2026 an empty list, by default. */
  readonly form?: 0 | 1 | 2 | undefined
}
