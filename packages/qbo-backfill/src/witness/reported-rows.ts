import type { TransactionListPart, TransactionType } from 'qbo-client'
import type { ReportedRows } from '../store/compare-reported.js'
import { hasChangedSince } from './settled-by-report.js'

/** What reports list of an entity, in the form that the database takes: some twenty bytes a transaction. */
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

const lists = ['ids', 'amounts', 'runs'] as const

export function collectRows(types: readonly TransactionType[], settledBefore: string): RowCollector {
  const chunks: Record<keyof ReportedRows, Buffer[]> = { ids: [], amounts: [], runs: [] }
  const currencies = new Set<string>()
  let count = 0
  let showsAmounts = false
  const push = (name: keyof ReportedRows, values: readonly unknown[]): void => {
    const before = chunks[name].length === 0 ? '[' : ','
    if (values.length > 0) chunks[name].push(Buffer.from(before + JSON.stringify(values).slice(1, -1)))
  }
  return {
    add({ type, transactions }) {
      const kind = (types as readonly string[]).indexOf(type)
      const ids = transactions.map(({ id }) => id)
      const amounts = transactions.map(({ amount }) => amount)
      push('ids', ids)
      push('amounts', amounts)
      push('runs', runsOf(transactions, settledBefore, { kind, first: count + 1 }))
      count += transactions.length
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

/** Reports come in the order of the days: what hundreds of transactions have in common is sent once. */
function runsOf(
  transactions: TransactionListPart['transactions'],
  settledBefore: string,
  { kind, first }: { readonly kind: number; readonly first: number },
): readonly ReportedRun[] {
  const runs: ReportedRun[] = []
  for (const [index, { txnDate: day, lastModified }] of transactions.entries()) {
    const changed = hasChangedSince(lastModified, settledBefore)
    const place = first + index
    const run = runs.at(-1)
    if (run !== undefined && run.day === day && run.changed === changed) run.last = place
    else runs.push({ kind, day, changed, first: place, last: place })
  }
  return runs
}

/** Consecutive transactions of one type and day. */
interface ReportedRun {
  readonly kind: number
  readonly day: string
  readonly changed: boolean
  readonly first: number
  last: number
}
