import type pg from 'pg'

/** One way to get pages of records into a table. */
export interface WriteWay {
  readonly name: string
  readonly label: string
  /** The table it writes to, schema included. */
  readonly table: string
  /** How often the same pages are written. The first is the load, the others are replays. */
  readonly passes: number
  /** Makes the table, empty. */
  prepare(admin: pg.Client): Promise<void>
  open(url: string): Promise<PageWriter>
}

export interface PageWriter {
  /** Writes one answer, given as text, in one transaction. */
  write(page: string, number: number, pass: number): Promise<void>
  close(): Promise<void>
}

export interface InvoiceRecord {
  readonly Id: string
  readonly SyncToken: string
  readonly MetaData: { readonly CreateTime: string; readonly LastUpdatedTime: string }
}

/** For the ways that need objects. Part of their work: the answer is text. */
export function parseInvoices(page: string): readonly InvoiceRecord[] {
  const answer = JSON.parse(page) as { QueryResponse: { Invoice: readonly InvoiceRecord[] } }
  return answer.QueryResponse.Invoice
}
