import type { QboRecord } from 'qbo-client'

/** A row as one looks for it in QuickBooks: `Id 15 (1007, 2024-03-01, Acme)`. */
export function missingRowText({ id, number, date, name }: MissingRow): string {
  const known = [number, date, name].filter((text) => text !== undefined).join(', ')
  return `Id ${id}${known === '' ? '' : ` (${known})`}`
}

/** A row as a person knows it. */
export interface MissingRow {
  /** Its Id. */
  readonly id: string
  /** Its number: `DocNumber` of a transaction. */
  readonly number?: string
  /** Its date: `TxnDate` of a transaction, else when it was created. */
  readonly date?: string
  /** Whose it is, or what it is called: the customer or vendor of a transaction, the name of anything else. */
  readonly name?: string
  /** Its total, as decimal text. */
  readonly amount?: string
}

/** A number of JavaScript is exact enough to be recognized by; one beyond that, such as 1e+21, is no amount. */
function amountOf(total: unknown): Pick<MissingRow, 'amount'> {
  const text = typeof total === 'number' ? String(total) : ''
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? { amount: text } : {}
}

/** The fields of a record that it is made from, beside those that every record has. */
export const missingRowFields = [
  'DocNumber',
  'TxnDate',
  'CustomerRef',
  'VendorRef',
  'DisplayName',
  'Name',
  'TotalAmt',
] as const

/** Invoices have a number, a date and a customer, lists a name; whatever else is not known. */
export function missingRow(record: QboRecord): MissingRow {
  const { name } = (record['CustomerRef'] ?? record['VendorRef'] ?? {}) as { readonly name?: unknown }
  const texts = {
    number: record['DocNumber'],
    date: record['TxnDate'] ?? record.MetaData?.CreateTime,
    name: name ?? record['DisplayName'] ?? record['Name'],
  }
  const said = Object.entries(texts).filter(([, text]) => typeof text === 'string')
  return { id: record.Id, ...Object.fromEntries(said), ...amountOf(record['TotalAmt']) }
}
