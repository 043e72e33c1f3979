import type { TransactionListPart, TransactionType } from 'qbo-client'
import type { ReportedRows } from '../store/compare-reported.js'
import { hasChangedSince } from './settled-by-report.js'

/** What reports list of an entity, in the form that the database takes: some forty bytes a transaction. */
export interface CollectedRows {
  readonly rows: ReportedRows
  readonly count: number
  /** The home currency that the reports name; several, if they do not agree. */
  readonly currencies: ReadonlySet<string>
  /** Whether any amount was there: the cells of a column of the wrong currency are empty, and say nothing. */
  readonly showsAmounts: boolean
}

export interface RowCollector {
  add(part: TransactionListPart): void
  collected(): CollectedRows
}

const lists = ['ids', 'kinds', 'days', 'amounts', 'changed'] as const

export function collectRows(types: readonly TransactionType[], settledBefore: string): RowCollector {
  const chunks = { ids: [], kinds: [], days: [], amounts: [], changed: [] } as Record<
    keyof ReportedRows,
    Buffer[]
  >
  const currencies = new Set<string>()
  let count = 0
  let showsAmounts = false
  const push = (name: keyof ReportedRows, texts: readonly string[]): void => {
    const before = chunks[name].length === 0 ? '[' : ','
    if (texts.length > 0) chunks[name].push(Buffer.from(before + JSON.stringify(texts).slice(1, -1)))
  }
  return {
    add({ type, transactions }) {
      count += transactions.length
      const kind = String((types as readonly string[]).indexOf(type))
      push(
        'ids',
        transactions.map(({ id }) => id),
      )
      push(
        'kinds',
        transactions.map(() => kind),
      )
      push(
        'days',
        transactions.map(({ txnDate }) => txnDate),
      )
      push(
        'amounts',
        transactions.map(({ amount }) => amount),
      )
      push(
        'changed',
        transactions.map(({ lastModified }) => (hasChangedSince(lastModified, settledBefore) ? '1' : '')),
      )
      for (const { amount, currency } of transactions) {
        if (amount !== '0') showsAmounts = true
        if (currency !== '') currencies.add(currency)
      }
    },
    collected() {
      // One list after the other: each is there twice while it is joined.
      const rows = Object.fromEntries(
        lists.map((name) => {
          const written = count === 0 ? [Buffer.from('[')] : chunks[name].splice(0)
          return [name, Buffer.concat([...written, Buffer.from(']')])]
        }),
      ) as unknown as ReportedRows
      return { rows, count, currencies, showsAmounts }
    },
  }
}
