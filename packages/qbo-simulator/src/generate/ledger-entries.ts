import type { Random } from '../random.js'
import type { RecordText } from '../table/entity-table.js'
import type { ItemParts } from './items.js'
import { recordRandom } from './record-random.js'
import type { TransactionMoments } from './transaction-moments.js'
import { accountRef } from './references.js'
import { buildTransactionText } from './transaction-text.js'

type Fields = Readonly<Record<string, unknown>>

/** Builds what is of one kind of transaction, from chance alone. */
export type FieldsBuilder = (random: Random, at: number) => Fields

/** Transactions of one kind that depend on no other, in the order of their creation. */
export function* generateEntries(
  entity: string,
  firstId: number,
  { moments, seed }: { readonly moments: TransactionMoments; readonly seed: number },
  build: FieldsBuilder,
): Generator<RecordText> {
  for (let at = 0; at < moments.count; at++) {
    const fields = build(recordRandom(seed, entity, at), at)
    const draft = { id: firstId + at, day: moments.day(at), createdMs: moments.createdMs(at), fields }
    yield buildTransactionText(entity === 'TaxPayment' ? { ...draft, dateField: 'PaymentDate' } : draft)
  }
}

export function buildTransfer(random: Random): Fields {
  const [from, into] = random.chance(0.6) ? ['35', '36'] : ['36', '35']
  const Amount = random.integer(10_000, 900_000) / 100
  return { Amount, FromAccountRef: accountRef(from!), ToAccountRef: accountRef(into!) }
}

/** Depreciation, or the month's end: one debit, and a credit that may be split. */
export function buildJournalEntry(random: Random, at: number): Fields {
  const cents = random.integer(1000, 250_000)
  const [debit, credit] = random.pick([
    ['40', '38'],
    ['17', '43'],
    ['15', '44'],
    ['35', '43'],
  ] as const)
  const part = random.chance(0.3) ? Math.floor(cents / 3) : 0
  const credits: [string, number][] = [[credit, cents - part]]
  if (part > 0) credits.push(['44', part])
  const line = (account: string, amount: number, PostingType: string, number: number): Fields => ({
    Id: String(number),
    Amount: amount / 100,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: accountRef(account) },
  })
  return {
    Adjustment: false,
    DocNumber: `J${at + 1}`,
    Line: [
      line(debit, cents, 'Debit', 0),
      ...credits.map(([account, amount], number) => line(account, amount, 'Credit', number + 1)),
    ],
    TotalAmt: cents / 100,
  }
}

export function buildTaxPayment(random: Random): Fields {
  return {
    PaymentAccountRef: accountRef('35'),
    PaymentAmount: random.integer(1000, 90_000) / 100,
    Refund: random.chance(0.05),
    Description: 'Sales tax of the month',
  }
}

/** Counted, and found to be less, mostly. */
export function buildInventoryAdjustment(stocked: readonly ItemParts[]): FieldsBuilder {
  return (random, at) => ({
    DocNumber: String(at + 1),
    AdjustAccountRef: accountRef('82'),
    Line: Array.from({ length: random.integer(1, 3) }, (_, number) => ({
      Id: String(number + 1),
      DetailType: 'ItemAdjustmentLineDetail',
      ItemAdjustmentLineDetail: {
        ...(JSON.parse(`{${random.pick(stocked).reference}}`) as Fields),
        QtyDiff: random.chance(0.8) ? -random.integer(1, 9) : random.integer(1, 4),
      },
    })),
  })
}
