/** The sentences at the head of a report: what is so, what that rests on, what nobody knows, and what to do. */
export interface StatementWords {
  readonly verdict: {
    /** @param what `30,000 invoices and 500 items` @param range `2022–2024` */
    readonly complete: (what: string, range: string) => string
    /** But for what could not be stored. */
    readonly mostly: (what: string, range: string) => string
    /** Entities that are not named one by one. */
    readonly others: (entities: number, records: number) => string
    readonly nothing: (range: string) => string
    /** @param sums empty where only Ids are compared */
    readonly agrees: (toTheCent: boolean, sums: string) => string
    readonly sumOf: (entity: string, sum: string) => string
    readonly points: (points: number) => string
    readonly missing: (missing: number, total: number, entity: string) => string
    readonly notStored: (records: number, entity: string) => string
    readonly unread: (entities: string) => string
    readonly lost: (records: number, entity: string) => string
    readonly wrong: (entities: string) => string
    readonly rest: (entities: string) => string
  }
  readonly basis: {
    readonly title: string
    readonly counted: (entities: string, at: string) => string
    readonly witnessed: (entities: string) => string
    readonly byId: (entities: string) => string
    /** What `unknown.noAmounts` says why of. */
    readonly idsAlone: (entities: string) => string
    readonly holds: (claims: string) => string
    /** What a check that holds says, by its name. */
    readonly claims: Readonly<Record<string, string>>
  }
  readonly unknown: {
    readonly title: string
    readonly changed: (records: string, at: string) => string
    readonly notAsked: (entities: string) => string
    readonly noReport: (entities: string) => string
    readonly notWitnessed: (entities: string, reason: string) => string
    readonly noAmounts: (entities: string, reason: string) => string
    /** Why there is no witness, as the engine says it in English. */
    readonly reason: (text: string) => string
    readonly deletions: (entities: string) => string
    readonly visible: (entities: string) => string
    readonly undated: (entities: string) => string
    /** @param code what QuickBooks said, as the code of its error */
    readonly leftOut: (entity: string, code: string) => string
    /** @param types `Payroll Check (12)`, as QuickBooks calls them in the company's language */
    readonly unloaded: (types: string) => string
    readonly always: string
  }
  /** `6,001 read = 5,958 proved + 40 changed after 12:57 + 3 missing` */
  readonly sum: {
    readonly read: (count: number) => string
    readonly proved: (count: number) => string
    readonly changed: (count: number, time: string) => string
    readonly missing: (count: number) => string
    readonly refused: (count: number) => string
    /** Positive: gone from the range. Negative: in it and not read. */
    readonly left: (count: number) => string
    /** That no query had shown, and that were read by the Ids of a report. */
    readonly found: (count: number) => string
  }
  /** What to do about a check that does not hold, by its name; another is told by who made it. */
  readonly actions: Readonly<Record<string, string>>
  readonly otherAction: string
}
