/** A report before it is written down in one of its shapes. */
export interface Report {
  readonly name: string
  readonly period: Period
  readonly basis?: 'Accrual'
  readonly summarizedBy?: 'Total' | 'Month'
  /** Filters that were applied, by the name they have in the header. */
  readonly filters: Readonly<Record<string, string>>
  readonly columns: readonly Column[]
  /** None: there is no data. */
  readonly rows: readonly Row[]
}

/** First and last day, `YYYY-MM-DD`, both included. */
export interface Period {
  readonly first: string
  readonly last: string
  /** False when the report chose them: this year to date. */
  readonly isAsked: boolean
}

export interface Column {
  readonly title: string
  readonly type: string
  readonly metaData: Readonly<Record<string, string>>
}

export interface Cell {
  readonly value: string
  readonly id?: string
}

export type Row =
  | { readonly cells: readonly Cell[]; readonly group?: string }
  | {
      readonly heading?: readonly Cell[]
      readonly rows?: readonly Row[]
      readonly summary?: readonly Cell[]
      readonly group?: string
    }
