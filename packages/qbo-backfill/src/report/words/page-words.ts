import type { Colour } from '../../verdict/colour.js'

/** What every page says, whatever it is about. */
export interface PageWords {
  readonly title: string
  /** Of a company whose name is not known. */
  readonly company: (realmId: string) => string
  readonly sandbox: string
  /** Of the links to the sections, for who hears the page. */
  readonly contents: string
  readonly status: Readonly<Record<Colour | 'unknown', string>>
  readonly times: (zone: string) => string
  readonly sign: { readonly title: string; readonly lines: readonly string[] }
  /** Of a printed page: `Page 1 of 3`. */
  readonly page: { readonly page: string; readonly of: string; readonly run: string }
  readonly number: (value: number | null) => string
  /** Exact decimal text; null where there is none. */
  readonly amount: (value: string | null) => string
  readonly seconds: (milliseconds: number) => string
  /** A civil date, `YYYY-MM-DD`. */
  readonly date: (date: string) => string
  /** `YYYY-MM`, as a heading. */
  readonly monthOf: (month: string) => string
  /** January to December, short. */
  readonly monthNames: readonly string[]
  /** An instant, `YYYY-MM-DDTHH:MM:SSZ`, in UTC. */
  readonly instant: (instant: string) => string
  /** `a, b and c` */
  readonly list: (items: readonly string[]) => string
  readonly records: (count: number) => string
}
