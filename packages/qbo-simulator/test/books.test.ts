import { describe, expect, test } from 'vitest'
import { generateCompany, type QboRecord } from '../src/index.js'

const nowMs = Date.parse('2025-06-01T00:00:00Z')
const size = { seed: 5, customers: 40, items: 30, invoices: 300, from: '2023-01-01', to: '2025-01-01', nowMs }
const company = generateCompany({ ...size, books: true })
const records = (entity: string): readonly QboRecord[] => company.records[entity] ?? []
const transactions = Object.values(company.records).flatMap((rows) =>
  rows.filter((row) => row['TxnDate'] !== undefined || row['PaymentDate'] !== undefined),
)
const cents = (amount: unknown): number => Math.round(Number(amount) * 100)

interface Reference {
  readonly value: string
  readonly name?: string
}

/** Every member of a record that has this name, wherever it stands. */
function membersNamed(value: unknown, pattern: RegExp): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(pattern.test(name) ? [inner] : []),
    ...membersNamed(inner, pattern),
  ])
}

describe('a company with books', () => {
  test('is the same for the same seed, and has the same customers, prices and invoices as without', () => {
    expect(generateCompany({ ...size, books: true }).records).toEqual(company.records)
    const plain = generateCompany(size)
    expect(Object.keys(plain.records)).toEqual(['Customer', 'Item', 'Invoice'])
    expect(records('Invoice')).toEqual(plain.records['Invoice'])
    expect(records('Customer')).toEqual(plain.records['Customer'])
    expect(records('Item').map((item) => item['UnitPrice'])).toEqual(
      plain.records['Item']?.map((item) => item['UnitPrice']),
    )
  })

  test('has of each entity as many as asked for, or a share of the invoices', () => {
    expect(records('Bill')).toHaveLength(105)
    expect(records('TaxPayment')).toHaveLength(3)
    const books = { vendors: 3, bills: 7, transfers: 0, purchases: 11, estimates: 2 }
    const some = generateCompany({ ...size, books }).records
    expect(['Vendor', 'Bill', 'Transfer', 'Purchase', 'Estimate'].map((name) => some[name]?.length)).toEqual([
      3, 7, 0, 11, 2,
    ])
  })

  test('gives every transaction an Id that no other has', () => {
    expect(new Set(transactions.map(({ Id }) => Id)).size).toBe(transactions.length)
  })

  test('refers only to what exists, and by its name', () => {
    const check = (pattern: RegExp, entity: string, name: string): void => {
      const names = new Map(records(entity).map((row) => [row.Id, row[name]]))
      const found = transactions.flatMap((row) => membersNamed(row, pattern)) as Reference[]
      expect(found.length).toBeGreaterThan(0)
      for (const { value, name: said } of found) {
        expect(names.has(value)).toBe(true)
        expect(said ?? names.get(value)).toBe(names.get(value))
      }
    }
    check(/AccountRef$/, 'Account', 'Name')
    check(/^ItemRef$/, 'Item', 'Name')
    check(/^CustomerRef$/, 'Customer', 'DisplayName')
    check(/^(VendorRef|EntityRef)$/, 'Vendor', 'DisplayName')
    const ids = new Set(transactions.map(({ Id }) => Id))
    for (const linked of transactions.flatMap((row) => membersNamed(row, /^TxnId$/)) as string[]) {
      expect(ids.has(linked)).toBe(true)
    }
  })

  test('has a history that can have happened: what pays comes after what it pays', () => {
    const created = new Map(transactions.map((row) => [row.Id, Date.parse(row.MetaData?.CreateTime ?? '')]))
    for (const row of transactions) {
      const updated = Date.parse(row.MetaData?.LastUpdatedTime ?? '')
      expect(created.get(row.Id)! <= updated && updated <= nowMs - 4 * 86_400_000).toBe(true)
    }
    for (const row of [...records('Payment'), ...records('BillPayment'), ...records('Deposit')]) {
      for (const paid of membersNamed(row, /^TxnId$/) as string[]) {
        expect(created.get(paid)! <= created.get(row.Id)!).toBe(true)
      }
    }
  })

  test('pays exactly what is paid: invoices and bills less their balance', () => {
    for (const [paying, paid] of [
      ['Payment', 'Invoice'],
      ['BillPayment', 'Bill'],
    ] as const) {
      const sum = (entity: string, field: string): number =>
        records(entity).reduce((total, row) => total + cents(row[field]), 0)
      expect(sum(paying, 'TotalAmt')).toBe(sum(paid, 'TotalAmt') - sum(paid, 'Balance'))
    }
  })
})

test.each([
  [{ books: { bills: 1.5 } }, 'bills must be a whole number, not 1.5'],
  [{ books: { vendors: 0 } }, 'Purchases need at least one vendor'],
  [{ books: { estimates: 1 }, invoices: 0, customers: 0 }, 'Sales need at least one customer and one item'],
])('%o is refused', (options, message) => {
  expect(() => generateCompany({ ...size, ...options })).toThrow(message)
})

test('a company may only buy', () => {
  const buying = generateCompany({ invoices: 0, customers: 0, items: 0, books: { bills: 2 } }).records
  expect(
    Object.keys(buying).filter((entity) => ['Bill', 'Invoice'].includes(entity) && buying[entity]?.length),
  ).toEqual(['Bill'])
})
