import type { RecordText } from '../table/entity-table.js'
import { pacificDay } from '../time/pacific.js'
import { dayOf } from './calendar.js'
import { foreignFields } from './currencies.js'
import type { InvoiceDraft } from './invoices.js'
import { recordRandom } from './record-random.js'
import type { BillDraft } from './purchases.js'
import { accountRef } from './references.js'
import { buildTransactionText } from './transaction-text.js'

/** What an invoice was paid with; undefined while it is open. */
export function buildPayment(draft: InvoiceDraft, seed: number): RecordText | undefined {
  const { at, id, customer, lines, payment } = draft
  const cents = lines.totalCents - payment.balanceCents
  if (payment.id === undefined) return undefined
  const random = recordRandom(seed, 'Payment', at)
  const fields = {
    CustomerRef: JSON.parse(customer.reference) as unknown,
    DepositToAccountRef: accountRef(random.chance(0.2) ? '4' : '35'),
    PaymentMethodRef: { value: '2' },
    PaymentRefNum: String(random.integer(1000, 9999)),
    TotalAmt: cents / 100,
    UnappliedAmt: 0,
    ProcessPayment: false,
    Line: [{ Amount: cents / 100, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
  }
  const createdMs = payment.updatedMs
  return buildTransactionText({ id: payment.id, day: dayOf(pacificDay(createdMs)), createdMs, fields })
}

/** What a bill was paid with; undefined while it is open. */
export function buildBillPayment(
  firstId: number,
  firstBillId: number,
  draft: BillDraft,
): RecordText | undefined {
  const { at, paidMs, vendor, totalCents, random } = draft
  if (paidMs === undefined) return undefined
  const isCard = random.chance(0.25)
  const day = dayOf(pacificDay(paidMs))
  const fields = {
    VendorRef: vendor.reference,
    APAccountRef: accountRef('33'),
    ...(isCard
      ? { PayType: 'CreditCard', CreditCardPayment: { CCAccountRef: accountRef('41') } }
      : {
          PayType: 'Check',
          CheckPayment: { BankAccountRef: accountRef('35'), PrintStatus: 'NeedToPrint' },
          DocNumber: String(at + 1),
        }),
    TotalAmt: totalCents / 100,
    Line: [{ Amount: totalCents / 100, LinkedTxn: [{ TxnId: String(firstBillId + at), TxnType: 'Bill' }] }],
    ...foreignFields(vendor.currency, day, totalCents),
  }
  return buildTransactionText({
    id: firstId + at,
    day,
    createdMs: paidMs,
    fields,
  })
}
