import type { RecordText } from '../table/entity-table.js'
import { dayMs, formatDay } from './calendar.js'
import type { CustomerParts } from './customers.js'
import { buildInvoiceLines, type InvoiceLines } from './invoice-lines.js'
import type { ItemParts } from './items.js'
import { recordRandom } from './record-random.js'
import type { TransactionMoments } from './transaction-moments.js'
import { accountRef, knownAt } from './references.js'
import { buildTransactionText } from './transaction-text.js'

export type SaleEntity = 'CreditMemo' | 'Estimate' | 'RefundReceipt' | 'SalesReceipt'

export interface SaleOptions {
  readonly seed: number
  readonly customers: readonly CustomerParts[]
  readonly items: readonly ItemParts[]
}

interface SaleDraft {
  readonly customer: CustomerParts
  readonly lines: InvoiceLines
}

export function draftSale(
  entity: SaleEntity,
  at: number,
  createdMs: number,
  { seed, customers, items }: SaleOptions,
): SaleDraft {
  const random = recordRandom(seed, entity, at)
  const customer = customers[random.integer(0, knownAt(customers, createdMs) - 1)]!
  return { customer, lines: buildInvoiceLines(items, random) }
}

/** Documents to a customer that are no invoices, in the order of their creation. */
export function* generateSales(
  entity: SaleEntity,
  firstId: number,
  moments: TransactionMoments,
  options: SaleOptions,
): Generator<RecordText> {
  for (let at = 0; at < moments.count; at++) {
    const [day, createdMs] = [moments.day(at), moments.createdMs(at)]
    const { customer, lines } = draftSale(entity, at, createdMs, options)
    const fields = {
      CustomField: [],
      DocNumber: `${entity.charAt(0)}${at + 1}`,
      Line: JSON.parse(`[${lines.text}]`) as unknown,
      TxnTaxDetail: JSON.parse(lines.taxText) as unknown,
      CustomerRef: JSON.parse(customer.reference) as unknown,
      TotalAmt: lines.totalCents / 100,
      ...endingOf(entity, day, lines.totalCents / 100),
    }
    yield buildTransactionText({ id: firstId + at, day, createdMs, fields })
  }
}

function endingOf(entity: SaleEntity, day: number, total: number): Readonly<Record<string, unknown>> {
  switch (entity) {
    case 'CreditMemo':
      return { Balance: total, RemainingCredit: total }
    case 'Estimate':
      return { TxnStatus: 'Pending', ExpirationDate: formatDay(day + 30 * dayMs) }
    case 'RefundReceipt':
      return { Balance: 0, DepositToAccountRef: accountRef('35') }
    case 'SalesReceipt':
      return { Balance: 0, DepositToAccountRef: accountRef('4') }
  }
}
