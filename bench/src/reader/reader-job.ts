import type { CompanyConnection } from '../simulator-process.ts'

/** What a reader is asked to do, and where. It crosses to a process of its own, so it is plain data. */
export interface ReaderJob extends CompanyConnection {
  /** `read` brings an entity into the table; `refresh` has ten users of one connection meet a spent access token at once. */
  readonly task: 'read' | 'refresh'
  readonly databaseUrl: string
  readonly entity: 'Invoice' | 'Customer'
  /** Everything in the company lies between. Only ours asks for a range. */
  readonly from: string
  readonly to: string
  /** Ours brings customers and items with the invoices, and keeps to Intuit's limits: what a company does. */
  readonly wholeCompany?: boolean | undefined
  /** Only ours has windows. */
  readonly window?: WindowSize | undefined
}

export type WindowSize = 'day' | 'week' | 'month' | 'range'

export interface ReaderMeasure {
  readonly seconds: number
  /** Until the last row was committed, of a reader that goes on after it. */
  readonly loadSeconds?: number | undefined
  /** Of the reader's process, from the start of its work: its packages are loaded by then. */
  readonly cpuMs: number
  /** Of the whole life of the process. */
  readonly peakMb: number
}

export interface RefreshScore {
  /** How many of the ten got an answer. */
  readonly answered: number
  /** Whether the connection could be renewed once more afterwards: if not, a person has to consent again. */
  readonly survived: boolean
}

export interface ReaderOutcome {
  readonly measure: ReaderMeasure
  readonly refresh?: RefreshScore | undefined
  /** Why it stopped, if it did. */
  readonly error?: string | undefined
}
