import type { EntityName } from 'qbo-client'
import type { Check } from './check.js'
import type { Colour } from './colour.js'
import type { WitnessReport } from './witness.js'

/** What a verification found, as plain JSON. */
export interface VerifyReport {
  /** The company: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** Start of the range, included: an ISO instant in UTC. */
  readonly from: string
  /** End of the range, not included: an ISO instant in UTC. */
  readonly to: string
  /** IANA zone of the windows: `America/Guayaquil`. */
  readonly timeZone: string
  /** green: the table is what QuickBooks holds; yellow: QuickBooks has moved on, or something is not known; red: rows are missing or wrong. */
  readonly status: Colour
  /** What was found, entity by entity. */
  readonly entities: readonly VerifiedEntity[]
  /** Calls of the API that it took, failed ones included. */
  readonly apiCalls: number
  /** From its first question to its last, in milliseconds. */
  readonly durationMs: number
  /** QuickBooks' clock when it was asked; null if it did not say. */
  readonly verifiedAt: string | null
}

/** How many rows of a range, or of a window, are not the same at QuickBooks and in the table. */
export interface Differences {
  /** Rows that a finished run had proved, that QuickBooks still has, and that are not in the table in this version. */
  readonly missing: number
  /** Records of the range that are new at QuickBooks since the finished run. */
  readonly appeared: number
  /** Records of which QuickBooks has a newer version than the table. */
  readonly changed: number
  /** Live rows of the table that are gone at QuickBooks, or no longer of the range. */
  readonly left: number
}

/** What a verification found of one entity. */
export interface VerifiedEntity extends Differences {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** What it comes to for this entity, as of the whole. */
  readonly status: Colour
  /** The finished run that the range was compared with; the newest, if several cover it. */
  readonly runId: string
  /** What has not changed since this instant was counted; what has was compared record by record. */
  readonly settledBefore: string
  /** Rows of the range at QuickBooks and live rows of the table, neither changed since `settledBefore`. */
  readonly expected: number
  /** Live rows of the table, not changed since `settledBefore`. */
  readonly loaded: number
  /** Whether QuickBooks still knew every deletion since `settledBefore`: it does for 30 days and 1000 changes. */
  readonly deletionsKnown: boolean
  /** Windows in which there are differences, the first 100. */
  readonly windows: readonly (WindowSpan & Differences)[]
  /** What came of reading records again; absent unless `deep` was asked for. */
  readonly deep?: DeepOutcome | undefined
  /** What QuickBooks' own reports said of the range; absent for what no report has, such as lists, and where they were not asked. */
  readonly witness?: WitnessReport | undefined
  /** What is not green, with what was seen: Ids, numbers. */
  readonly checks: readonly Check[]
  /** The same and what to do, one sentence or two each. */
  readonly findings: readonly string[]
}

/** One window. */
export interface WindowSpan {
  /** Its first instant: ISO, in UTC. */
  readonly start: string
  /** The first instant after it: ISO, in UTC. */
  readonly end: string
  /** Its first day in the zone: `YYYY-MM-DD`. */
  readonly firstDate: string
  /** The day after its last: `YYYY-MM-DD`. */
  readonly endDate: string
}

/** What came of reading records again. */
export interface DeepOutcome {
  /** Records that were read again. */
  readonly compared: number
  /** Those of which the table has the same version and payload; signed URLs do not count. */
  readonly equal: number
  /** The same version with another payload. */
  readonly different: number
  /** A newer version at QuickBooks. */
  readonly newer: number
  /** Gone at QuickBooks. */
  readonly gone: number
  /** QuickBooks has them and cannot give them. */
  readonly unreadable: number
  /** Ids of some that are different. */
  readonly differentIds: readonly string[]
}
