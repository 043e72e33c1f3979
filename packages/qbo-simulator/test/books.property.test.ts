import fc from 'fast-check'
import { search } from 'testkit/depth'
import { describe, expect, test } from 'vitest'
import { generateCompany, type QboRecord } from '../src/index.js'
import { createHarness, type Harness } from './harness.js'
import { cents, centsOfGroup, dataRows, readReport, type ReportBody, type ReportCell } from './read-report.js'

const booked = [
  'Invoice',
  'Payment',
  'CreditMemo',
  'SalesReceipt',
  'RefundReceipt',
  'Bill',
  'BillPayment',
  'VendorCredit',
  'Purchase',
  'Deposit',
  'Transfer',
  'JournalEntry',
  'InventoryAdjustment',
  'TaxPayment',
] as const

const everything = { start_date: '2020-01-01', end_date: '2030-12-31' }

interface Edit {
  readonly entity: (typeof booked)[number]
  readonly which: number
  readonly kind: 'amount' | 'day' | 'void' | 'remove' | 'hide' | 'lines' | 'currency'
  readonly number: number
}

const edit: fc.Arbitrary<Edit> = fc.record({
  entity: fc.constantFrom(...booked),
  which: fc.nat(1000),
  kind: fc.constantFrom('amount', 'day', 'void', 'remove', 'hide', 'lines', 'currency'),
  number: fc.integer({ min: 1, max: 3_000_000 }),
})

/** What nobody's program would write, and a person at the keyboard may. */
function apply({ simulator }: Harness, { entity, which, kind, number }: Edit): void {
  const records = simulator.records(entity)
  const record = records[which % Math.max(1, records.length)]
  if (record === undefined) return
  const { Id } = record
  const field = ['Amount', 'PaymentAmount'].find((name) => record[name] !== undefined) ?? 'TotalAmt'
  const day = `${2021 + (number % 6)}-${String(1 + (number % 12)).padStart(2, '0')}-28`
  if (kind === 'remove') simulator.remove(entity, Id, { trace: number % 2 === 0 })
  else if (kind === 'hide') simulator.hide(entity, Id)
  else if (kind === 'amount') simulator.edit(entity, Id, { [field]: number / 100 })
  else if (kind === 'void') simulator.edit(entity, Id, { [field]: 0, Line: [], PrivateNote: 'Voided' })
  else if (kind === 'lines') simulator.edit(entity, Id, { Line: [] })
  else if (kind === 'currency')
    simulator.edit(entity, Id, { ExchangeRate: number / 1_234_567, CurrencyRef: { value: 'EUR' } })
  else simulator.edit(entity, Id, { [entity === 'TaxPayment' ? 'PaymentDate' : 'TxnDate']: day })
}

async function create(seed: number, isModern: boolean, edits: readonly Edit[]): Promise<Harness> {
  const nowMs = Date.parse('2025-06-01T00:00:00Z')
  const size = { seed, customers: 6, items: 8, invoices: 30, nowMs }
  const harness = createHarness(
    generateCompany({
      ...size,
      books: { vendors: 5, foreignVendors: seed % 2, inventoryAdjustments: seed % 3 },
    }),
    {
      reports: { isModern },
    },
  )
  for (const one of edits) apply(harness, one)
  return await Promise.resolve(harness)
}

const company = [
  fc.integer({ min: 0, max: 100_000 }),
  fc.boolean(),
  fc.array(edit, { maxLength: 25 }),
] as const

/** Debits less credits, in cents. */
function sumByAccount(journal: ReportBody): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [, , , , , account, debit, credit] of dataRows(journal.Rows.Row)) {
    const id = account?.id ?? ''
    sums.set(id, (sums.get(id) ?? 0) + cents(debit?.value ?? '') - cents(credit?.value ?? ''))
  }
  return sums
}

function amountOf(record: QboRecord): number {
  // What QuickBooks itself says it comes to at home.
  if (record['HomeTotalAmt'] !== undefined) return Math.round(Number(record['HomeTotalAmt']) * 100)
  const amount = Number(record['TotalAmt'] ?? record['Amount'] ?? record['PaymentAmount'] ?? 0)
  return Math.abs(Math.round(Math.round(amount * 100) * Number(record['ExchangeRate'] ?? 1)))
}

describe('the books of a generated company, whatever is edited, deleted and hidden', () => {
  test('balance to the cent: in each transaction, in total, and on the balance sheet of each month', async () => {
    await fc.assert(
      fc.asyncProperty(...company, async (seed, isModern, edits) => {
        const harness = await create(seed, isModern, edits)
        const journal = await readReport(harness, 'JournalReport', everything)
        const sides = new Map<string, number>()
        for (const [, type, , , , , debit, credit] of dataRows(journal.Rows.Row)) {
          const id = type?.id ?? ''
          sides.set(id, (sides.get(id) ?? 0) + cents(debit?.value ?? '') - cents(credit?.value ?? ''))
        }
        expect([...sides.values()].every((difference) => difference === 0)).toBe(true)
        const months = { start_date: '2021-01-01', end_date: '2030-12-31', summarize_column_by: 'Month' }
        const { Rows } = await readReport(harness, 'BalanceSheet', months)
        const assets = centsOfGroup(Rows.Row, 'TotalAssets')
        expect(assets).toHaveLength(120)
        expect(centsOfGroup(Rows.Row, 'TotalLiabilitiesAndEquity')).toEqual(assets)
        const booked = sumByAccount(journal)
        for (const [account, ...amounts] of dataRows(Rows.Row)) {
          if (account?.id === undefined || account.value === 'Retained Earnings') continue
          expect(Math.abs(cents(amounts.at(-1)!.value))).toBe(Math.abs(booked.get(account.id) ?? 0))
        }
      }),
      search({ quick: 4, deep: 60 }),
    )
  })

  test('have one net income: on the profit and loss, by month and in total, and on the balance sheet', async () => {
    await fc.assert(
      fc.asyncProperty(...company, fc.integer({ min: 1, max: 12 }), async (seed, isModern, edits, month) => {
        const harness = await create(seed, isModern, edits)
        const end_date = `2024-${String(month).padStart(2, '0')}-28`
        const days = { start_date: '2024-01-01', end_date }
        const sheet = await readReport(harness, 'BalanceSheet', days)
        const profit = await readReport(harness, 'ProfitAndLoss', days)
        const monthly = await readReport(harness, 'ProfitAndLoss', { ...days, summarize_column_by: 'Month' })
        const [net] = centsOfGroup(profit.Rows.Row, 'NetIncome')
        expect(centsOfGroup(sheet.Rows.Row, 'NetIncome')).toEqual([net ?? 0])
        const parts = centsOfGroup(monthly.Rows.Row, 'NetIncome')
        expect(parts.at(-1)).toBe(net)
        expect(parts.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBe(net ?? 0)
      }),
      search({ quick: 4, deep: 60 }),
    )
  })

  test('are named by TransactionList once for each transaction, with its amount', async () => {
    await fc.assert(
      fc.asyncProperty(...company, async (seed, isModern, edits) => {
        const harness = await create(seed, isModern, edits)
        const amounts = seed % 2 === 0 ? 'subt_nat_amount' : 'subt_nat_home_amount'
        const columns = `tx_date,txn_type,${amounts}`
        const { Rows } = await readReport(harness, 'TransactionList', { ...everything, columns })
        const listed = new Map<string, readonly ReportCell[]>()
        for (const cells of dataRows(Rows.Row)) {
          const id = cells[1]?.id ?? ''
          expect(listed.has(id)).toBe(false)
          listed.set(id, cells)
        }
        let count = harness.simulator.records('Estimate').length
        for (const entity of booked) {
          for (const record of harness.simulator.records(entity)) {
            count += 1
            const [date, , amount] = listed.get(record.Id) ?? []
            expect(date?.value).toBe(record['TxnDate'] ?? record['PaymentDate'])
            if (entity === 'InventoryAdjustment') continue
            expect(Math.abs(cents(amount?.value ?? '')), `${entity} ${record.Id}`).toBe(amountOf(record))
          }
        }
        expect(listed.size).toBe(count)
      }),
      search({ quick: 4, deep: 60 }),
    )
  })
})

test('the generated records alone book nothing that is uncategorized', async () => {
  for (const seed of [0, 2, 4]) {
    const { Rows } = await readReport(await create(seed, false, []), 'JournalReport', everything)
    const accounts = new Set(dataRows(Rows.Row).map((cells) => cells[5]?.value))
    expect(accounts.size).toBeGreaterThan(15)
    for (const name of ['Uncategorized Income', 'Uncategorized Expense', 'Exchange Gain or Loss', undefined])
      expect(accounts.has(name)).toBe(false)
  }
})

test('a company that adjusts no inventory keeps none', async () => {
  const { Rows } = await readReport(await create(3, false, []), 'JournalReport', everything)
  const accounts = new Set(dataRows(Rows.Row).map((cells) => cells[5]?.value))
  expect(accounts.has('Inventory Asset')).toBe(false)
  const other = await readReport(await create(4, false, []), 'JournalReport', everything)
  expect(new Set(dataRows(other.Rows.Row).map((cells) => cells[5]?.value)).has('Inventory Asset')).toBe(true)
})
