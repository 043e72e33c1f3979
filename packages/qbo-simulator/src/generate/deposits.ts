import type { RecordText } from '../table/entity-table.js'
import { dayMs } from './calendar.js'
import { recordRandom } from './record-random.js'
import type { TransactionMoments } from './transaction-moments.js'
import { accountRef } from './references.js'
import { draftSale, type SaleOptions } from './sales.js'
import { buildTransactionText } from './transaction-text.js'

export interface DepositOptions extends SaleOptions {
  readonly firstReceiptId: number
  readonly receipts: TransactionMoments
  readonly latestMs: number
}

/** What goes to the bank: each sales receipt in turn, and beside it or alone interest and the owner's own money. */
export function* generateDeposits(
  firstId: number,
  moments: TransactionMoments,
  options: DepositOptions,
): Generator<RecordText> {
  const { seed, firstReceiptId, receipts, latestMs } = options
  for (let at = 0; at < moments.count; at++) {
    const random = recordRandom(seed, 'Deposit', at)
    const isOfReceipt = at < receipts.count
    const later = isOfReceipt ? random.integer(1, 5) * dayMs : 0
    const of = isOfReceipt ? receipts : moments
    const lines: { readonly Amount: number; readonly [field: string]: unknown }[] = []
    if (isOfReceipt) {
      const { lines: sold } = draftSale('SalesReceipt', at, receipts.createdMs(at), options)
      lines.push({
        Id: '1',
        Amount: sold.totalCents / 100,
        LinkedTxn: [{ TxnId: String(firstReceiptId + at), TxnType: 'SalesReceipt', TxnLineId: '0' }],
        DetailType: 'DepositLineDetail',
        DepositLineDetail: { PaymentMethodRef: { value: '2' } },
      })
    }
    if (!isOfReceipt || random.chance(0.3)) {
      lines.push({
        Id: '2',
        Amount: random.integer(100, 80_000) / 100,
        DetailType: 'DepositLineDetail',
        DepositLineDetail: { AccountRef: accountRef(random.pick(['25', '44', '1'])) },
      })
    }
    const cents = lines.reduce((sum, { Amount }) => sum + Math.round(Amount * 100), 0)
    yield buildTransactionText({
      id: firstId + at,
      day: of.day(at) + later,
      createdMs: Math.min(of.createdMs(at) + later, Math.max(of.createdMs(at), latestMs)),
      fields: { DepositToAccountRef: accountRef('35'), Line: lines, TotalAmt: cents / 100 },
    })
  }
}
