/** What a verification found, as plain JSON. */
export interface VerifyReport {
  readonly realmId: string
  readonly environment: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  /** green: the table is what QuickBooks holds; yellow: QuickBooks has moved on since; red: rows are missing or wrong. */
  readonly status: 'green' | 'yellow' | 'red'
  readonly entities: readonly VerifiedEntity[]
  readonly apiCalls: number
  readonly durationMs: number
  /** QuickBooks' clock when it was asked. */
  readonly verifiedAt: string
}

export interface Differences {
  /** Rows that a finished run had proved, that QuickBooks still has, and that are not in the table. */
  readonly missing: number
  /** Records of the range that are new at QuickBooks since the finished run. */
  readonly appeared: number
  /** Records of which QuickBooks has a newer version than the table. */
  readonly changed: number
  /** Live rows of the table that are gone at QuickBooks, or no longer of the range. */
  readonly left: number
}

export interface VerifiedEntity extends Differences {
  readonly entity: string
  readonly status: 'green' | 'yellow' | 'red'
  /** The finished run that the range was compared with; the newest, if several cover it. */
  readonly runId: string
  /** What has not changed since this instant was counted; what has was compared record by record. */
  readonly settledBefore: string
  /** Rows of the range at QuickBooks and live rows of the table, neither changed since `settledBefore`. */
  readonly expected: number
  readonly loaded: number
  /** Whether QuickBooks still knew every deletion since `settledBefore`: it does for 30 days and 1000 changes. */
  readonly deletionsKnown: boolean
  /** Windows in which there are differences, the first 100. */
  readonly windows: readonly (WindowSpan & Differences)[]
  readonly deep?: DeepOutcome | undefined
  /** What is not green, one sentence each. */
  readonly findings: readonly string[]
}

/** One window, or several side by side where the difference was not followed further. */
export interface WindowSpan {
  readonly start: string
  readonly end: string
  readonly firstDate: string
  readonly endDate: string
}

/** What came of reading records again. */
export interface DeepOutcome {
  readonly compared: number
  readonly equal: number
  /** The same version with another payload. */
  readonly different: number
  /** A newer version at QuickBooks. */
  readonly newer: number
  /** Gone at QuickBooks. */
  readonly gone: number
  /** Ids of some that are different. */
  readonly differentIds: readonly string[]
}
