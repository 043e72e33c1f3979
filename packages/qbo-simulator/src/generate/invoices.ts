import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { dayMs, formatDay } from './calendar.js'
import type { CustomerParts } from './customers.js'
import { buildInvoiceLines, type InvoiceLines } from './invoice-lines.js'
import type { TransactionMoments } from './transaction-moments.js'
import type { ItemParts } from './items.js'
import { formatCents } from './money.js'
import { recordRandom } from './record-random.js'
import type { Random } from '../random.js'
import { memos, oddNotes } from './words.js'

export interface InvoiceOptions {
  readonly seed: number
  readonly moments: TransactionMoments
  readonly customers: readonly CustomerParts[]
  readonly items: readonly ItemParts[]
  readonly latestMs: number
}

/** The invoices in the order of their creation, one at a time: nothing of those before is kept. */
export function* generateInvoices(options: InvoiceOptions): Generator<RecordText> {
  for (const draft of draftInvoices(options)) yield buildInvoice(draft)
}

/** An invoice before it is written: what its payment has to know of it. */
export interface InvoiceDraft {
  readonly at: number
  readonly id: string
  /** Midnight of TxnDate, as if in UTC. */
  readonly day: number
  readonly createdMs: number
  readonly customer: CustomerParts
  readonly lines: InvoiceLines
  readonly payment: InvoicePayment
  readonly random: Random
}

export interface InvoicePayment {
  /** Undefined while nothing is paid. */
  readonly id: number | undefined
  /** When it was applied, or the invoice was written. */
  readonly updatedMs: number
  readonly syncToken: number
  readonly balanceCents: number
}

export function* draftInvoices(options: InvoiceOptions): Generator<InvoiceDraft> {
  const { moments, customers } = options
  let known = 0
  for (let at = 0; at < moments.count; at++) {
    const createdMs = moments.createdMs(at)
    while (known < customers.length && customers[known]!.createdMs <= createdMs) known += 1
    yield draftInvoice(at, known, options)
  }
}

function draftInvoice(at: number, knownCustomers: number, options: InvoiceOptions): InvoiceDraft {
  const { seed, moments, customers, items } = options
  const random = recordRandom(seed, 'Invoice', at)
  const customer = customers[Math.floor(random.next() * Math.max(1, knownCustomers))]!
  const day = moments.day(at)
  const createdMs = moments.createdMs(at)
  const lines = buildInvoiceLines(items, random)
  const payment = buildPayment({ at, createdMs, totalCents: lines.totalCents }, options.latestMs, random)
  return { at, id: String(at + 1001), day, createdMs, customer, lines, payment, random }
}

function buildInvoice(draft: InvoiceDraft): RecordText {
  const { id, day, createdMs, payment } = draft
  return {
    text: buildInvoiceText(draft),
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
  { at, createdMs, totalCents }: { at: number; createdMs: number; totalCents: number },
  latestMs: number,
  random: Random,
): InvoicePayment {
  const chance = random.next()
  if (chance > 0.82) return { updatedMs: createdMs, syncToken: 0, balanceCents: totalCents, id: undefined }
  const later = random.integer(5, 45) * dayMs + random.integer(-14_000, 14_000) * 1000
  const isPartial = chance > 0.77
  return {
    updatedMs: Math.min(createdMs + later, Math.max(createdMs, latestMs)),
    syncToken: isPartial ? 1 : random.integer(1, 3),
    balanceCents: isPartial ? totalCents - Math.floor(totalCents / 3) : 0,
    id: 2_000_001 + at,
  }
}

/** The fields of a recorded invoice, in their order. */
function buildInvoiceText(draft: InvoiceDraft): string {
  const { at, id, day, createdMs, customer, lines, payment, random } = draft
  const linked = payment.id === undefined ? '' : `{"TxnId":"${payment.id}","TxnType":"Payment"}`
  const note = random.chance(0.06) ? `,"PrivateNote":${JSON.stringify(random.pick(oddNotes))}` : ''
  const memo = random.chance(0.03) ? random.pick(oddNotes) : random.pick(memos)
  return (
    '{"AllowIPNPayment":false,"AllowOnlinePayment":false,"AllowOnlineCreditCardPayment":true' +
    `,"AllowOnlineACHPayment":true,"domain":"QBO","sparse":false,"Id":"${id}","SyncToken":"${payment.syncToken}"` +
    `,"MetaData":{"CreateTime":"${formatPacific(createdMs)}","LastModifiedByRef":{"value":"9130000000000002"}` +
    `,"LastUpdatedTime":"${formatPacific(payment.updatedMs)}"},"CustomField":[],"DocNumber":"${at + 1001}"` +
    `,"TxnDate":"${formatDay(day)}","CurrencyRef":{"value":"USD","name":"United States Dollar"}${note}` +
    `,"LinkedTxn":[${linked}],"Line":[${lines.text}],"TxnTaxDetail":${lines.taxText}` +
    `,"CustomerRef":${customer.reference},"CustomerMemo":{"value":${JSON.stringify(memo)}}` +
    `,"BillAddr":${customer.billAddress},"ShipAddr":${customer.shipAddress},"FreeFormAddress":true` +
    ',"ShipFromAddr":{"Id":"107","Line1":"500 Harbour Road","Line2":"Oakland, CA  94607"}' +
    `,"SalesTermRef":{"value":"3","name":"Net 30"},"DueDate":"${formatDay(day + 30 * dayMs)}"` +
    `,"TotalAmt":${formatCents(lines.totalCents)},"ApplyTaxAfterDiscount":false,"PrintStatus":"NeedToPrint"` +
    `,"EmailStatus":"NotSet","BillEmail":${customer.email},"Balance":${formatCents(payment.balanceCents)}}`
  )
}
