import { defaultRealmId, type Company, type QboRecord } from '../company/company.js'
import { setRecordTexts } from '../company/record-texts.js'
import { SimulatorError } from '../simulator-error.js'
import type { RecordText } from '../table/entity-table.js'
import { dayMs, dayOf } from './calendar.js'
import { generateCustomers } from './customers.js'
import { buildInvoiceMoments } from './invoice-moments.js'
import { generateInvoices } from './invoices.js'
import { generateItems } from './items.js'

export interface GenerateOptions {
  /** The same seed gives the same company. @defaultValue 1 */
  readonly seed?: number
  /** @defaultValue 200 */
  readonly customers?: number
  /** @defaultValue 50 */
  readonly items?: number
  /** @defaultValue 1000 */
  readonly invoices?: number
  /** First day that an invoice has as TxnDate, `YYYY-MM-DD`. @defaultValue '2022-01-01' */
  readonly from?: string
  /** The day after the last. @defaultValue '2025-01-01' */
  readonly to?: string
  /** Share of customers and items that are inactive. @defaultValue 0.07 */
  readonly inactiveShare?: number
  /** @defaultValue '9130350000000001' */
  readonly realmId?: string
  /** @defaultValue 'Harbour Road Supply' */
  readonly name?: string
  /** Epoch milliseconds; nothing was changed in the four days before it. @defaultValue Date.now() */
  readonly nowMs?: number
}

/** A quiet time before now, so that a fresh company has settled. */
const quietDays = 4

/**
 * Invents a believable company: customers and items that came over the years, some inactive, and invoices with
 * lines, taxes, discounts and payments, spread over [from, to) by weekday and season. Half a million invoices take
 * no memory until a simulator loads them; `records` makes objects of an entity when it is first looked at.
 *
 * @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS
 */
export function generateCompany(options: GenerateOptions = {}): Company {
  const { seed = 1, inactiveShare = 0.07, realmId = defaultRealmId, name = 'Harbour Road Supply' } = options
  const counts = {
    customers: options.customers ?? 200,
    items: options.items ?? 50,
    invoices: options.invoices ?? 1000,
  }
  const fromMs = dayOf(options.from ?? '2022-01-01')
  const toMs = dayOf(options.to ?? '2025-01-01')
  check(counts, fromMs, toMs)
  const latestMs = Math.floor(((options.nowMs ?? Date.now()) - quietDays * dayMs) / 1000) * 1000
  const span = { fromMs, toMs, latestMs, seed, inactiveShare }
  const customers = generateCustomers({ ...span, count: counts.customers })
  const items = generateItems({ ...span, count: counts.items })
  const moments = buildInvoiceMoments(counts.invoices, seed, span)
  const texts = {
    Customer: () => customers.map(({ text }) => text),
    Item: () => items.map(({ text }) => text),
    Invoice: () => generateInvoices({ seed, moments, customers, items, latestMs }),
  }
  const records = buildLazyRecords(texts)
  setRecordTexts(records, texts)
  return { realmId, name, records }
}

function check(counts: Readonly<Record<string, number>>, fromMs: number, toMs: number): void {
  for (const [what, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 0) throw invalid(`${what} must be a whole number, not ${count}`)
  }
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw invalid('from and to must be dates, YYYY-MM-DD')
  if (fromMs >= toMs) throw invalid('from must be before to')
  const hasParts = counts['customers']! > 0 && counts['items']! > 0
  if (counts['invoices']! > 0 && !hasParts) throw invalid('Invoices need at least one customer and one item')
}

function buildLazyRecords(texts: Readonly<Record<string, () => Iterable<RecordText>>>): Company['records'] {
  const records: Record<string, readonly QboRecord[]> = {}
  for (const [entity, build] of Object.entries(texts)) {
    let parsed: readonly QboRecord[] | undefined
    Object.defineProperty(records, entity, {
      enumerable: true,
      get: () => (parsed ??= Object.freeze(Array.from(build(), ({ text }) => JSON.parse(text) as QboRecord))),
    })
  }
  return records
}

function invalid(message: string): SimulatorError {
  return new SimulatorError('SIMULATOR_INVALID_OPTIONS', message)
}
