import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { dayMs, formatDay } from './calendar.js'
import type { CustomerParts } from './customers.js'
import { buildInvoiceLines, type InvoiceLines } from './invoice-lines.js'
import type { InvoiceMoments } from './invoice-moments.js'
import type { ItemParts } from './items.js'
import { formatCents } from './money.js'
import { recordRandom } from './record-random.js'
import type { Random } from '../random.js'
import { memos, oddNotes } from './words.js'

export interface InvoiceOptions {
  readonly seed: number
  readonly moments: InvoiceMoments
  readonly customers: readonly CustomerParts[]
  readonly items: readonly ItemParts[]
  readonly latestMs: number
}

/** The invoices in the order of their creation, one at a time: nothing of those before is kept. */
export function* generateInvoices(options: InvoiceOptions): Generator<RecordText> {
  const { moments, customers } = options
  let known = 0
  for (let at = 0; at < moments.count; at++) {
    const createdMs = moments.createdMs(at)
    while (known < customers.length && customers[known]!.createdMs <= createdMs) known += 1
    yield buildInvoice(at, known, options)
  }
}

interface Payment {
  readonly updatedMs: number
  readonly syncToken: number
  readonly balanceCents: number
  readonly linked: string
}

function buildInvoice(at: number, knownCustomers: number, options: InvoiceOptions): RecordText {
  const { seed, moments, customers, items } = options
  const random = recordRandom(seed, 'Invoice', at)
  const customer = customers[Math.floor(random.next() * Math.max(1, knownCustomers))]!
  const day = moments.day(at)
  const createdMs = moments.createdMs(at)
  const lines = buildInvoiceLines(items, random)
  const payment = buildPayment(at, createdMs, lines.totalCents, options.latestMs, random)
  const id = String(at + 1001)
  const text = buildInvoiceText({ at, id, day, createdMs, customer, lines, payment, random })
  return {
    text,
    values: {
      id,
      'metadata.createtime': createdMs / 1000,
      'metadata.lastupdatedtime': payment.updatedMs / 1000,
      txndate: Number(formatDay(day).replaceAll('-', '')),
    },
  }
}

/** Paid weeks later, mostly; applying the payment is what touches the invoice again (LanternOps/breeze#4624). */
function buildPayment(
  at: number,
  createdMs: number,
  totalCents: number,
  latestMs: number,
  random: Random,
): Payment {
  const chance = random.next()
  if (chance > 0.82) return { updatedMs: createdMs, syncToken: 0, balanceCents: totalCents, linked: '[]' }
  const later = random.integer(5, 45) * dayMs + random.integer(-14_000, 14_000) * 1000
  const isPartial = chance > 0.77
  return {
    updatedMs: Math.min(createdMs + later, Math.max(createdMs, latestMs)),
    syncToken: isPartial ? 1 : random.integer(1, 3),
    balanceCents: isPartial ? totalCents - Math.floor(totalCents / 3) : 0,
    linked: `[{"TxnId":"${2_000_001 + at}","TxnType":"Payment"}]`,
  }
}

interface InvoiceFields {
  readonly at: number
  readonly id: string
  readonly day: number
  readonly createdMs: number
  readonly customer: CustomerParts
  readonly lines: InvoiceLines
  readonly payment: Payment
  readonly random: Random
}

/** The fields of a recorded invoice, in their order. */
function buildInvoiceText(fields: InvoiceFields): string {
  const { at, id, day, createdMs, customer, lines, payment, random } = fields
  const note = random.chance(0.06) ? `,"PrivateNote":${JSON.stringify(random.pick(oddNotes))}` : ''
  const memo = random.chance(0.03) ? random.pick(oddNotes) : random.pick(memos)
  return (
    '{"AllowIPNPayment":false,"AllowOnlinePayment":false,"AllowOnlineCreditCardPayment":true' +
    `,"AllowOnlineACHPayment":true,"domain":"QBO","sparse":false,"Id":"${id}","SyncToken":"${payment.syncToken}"` +
    `,"MetaData":{"CreateTime":"${formatPacific(createdMs)}","LastModifiedByRef":{"value":"9130000000000002"}` +
    `,"LastUpdatedTime":"${formatPacific(payment.updatedMs)}"},"CustomField":[],"DocNumber":"${at + 1001}"` +
    `,"TxnDate":"${formatDay(day)}","CurrencyRef":{"value":"USD","name":"United States Dollar"}${note}` +
    `,"LinkedTxn":${payment.linked},"Line":[${lines.text}],"TxnTaxDetail":${lines.taxText}` +
    `,"CustomerRef":${customer.reference},"CustomerMemo":{"value":${JSON.stringify(memo)}}` +
    `,"BillAddr":${customer.billAddress},"ShipAddr":${customer.shipAddress},"FreeFormAddress":true` +
    ',"ShipFromAddr":{"Id":"107","Line1":"500 Harbour Road","Line2":"Oakland, CA  94607"}' +
    `,"SalesTermRef":{"value":"3","name":"Net 30"},"DueDate":"${formatDay(day + 30 * dayMs)}"` +
    `,"TotalAmt":${formatCents(lines.totalCents)},"ApplyTaxAfterDiscount":false,"PrintStatus":"NeedToPrint"` +
    `,"EmailStatus":"NotSet","BillEmail":${customer.email},"Balance":${formatCents(payment.balanceCents)}}`
  )
}
