import { describe, expect, test } from 'vitest'
import { createSimulator, generateCompany } from '../src/index.js'
import { createHarness } from './harness.js'

const nowMs = Date.parse('2025-06-01T00:00:00Z')
const size = {
  seed: 5,
  customers: 120,
  items: 40,
  invoices: 3000,
  from: '2023-01-01',
  to: '2025-01-01',
  nowMs,
}
const company = generateCompany(size)

interface Line {
  readonly Amount: number
  readonly DetailType: string
  readonly SalesItemLineDetail?: { readonly ItemRef: { readonly value: string } }
}
interface Invoice {
  readonly Id: string
  readonly TxnDate: string
  readonly TotalAmt: number
  readonly Balance: number
  readonly Line: readonly Line[]
  readonly TxnTaxDetail: { readonly TotalTax: number }
  readonly CustomerRef: { readonly value: string; readonly name: string }
  readonly MetaData: { readonly CreateTime: string; readonly LastUpdatedTime: string }
}

const invoices = company.records['Invoice'] as unknown as readonly Invoice[]
const cents = (amount: number): number => Math.round(amount * 100)

describe('a generated company', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(generateCompany(size).records['Invoice']).toEqual(invoices)
    expect(generateCompany({ ...size, seed: 6 }).records['Invoice']?.[0]).not.toEqual(invoices[0])
  })

  test('has as many records as asked for, all invoices within the range', () => {
    expect(Object.entries(company.records).map(([entity, { length }]) => [entity, length])).toEqual([
      ['Customer', 120],
      ['Item', 40],
      ['Invoice', 3000],
    ])
    expect(new Set(invoices.map(({ Id }) => Id)).size).toBe(3000)
    for (const { TxnDate } of invoices) expect(TxnDate >= '2023-01-01' && TxnDate < '2025-01-01').toBe(true)
  })

  test('adds up to the cent', () => {
    for (const { Line, TotalAmt, TxnTaxDetail, Balance } of invoices) {
      const sum = (type: string): number =>
        Line.filter(({ DetailType }) => DetailType === type).reduce(
          (total, { Amount }) => total + cents(Amount),
          0,
        )
      expect(sum('SubTotalLineDetail')).toBe(sum('SalesItemLineDetail'))
      const total = sum('SubTotalLineDetail') - sum('DiscountLineDetail') + cents(TxnTaxDetail.TotalTax)
      expect(cents(TotalAmt)).toBe(total)
      expect(Balance >= 0 && Balance <= TotalAmt).toBe(true)
    }
  })

  test('has a history that can have happened', () => {
    const latest = nowMs - 4 * 86_400_000
    for (const records of Object.values(company.records)) {
      for (const { MetaData } of records) {
        const created = Date.parse(MetaData?.CreateTime ?? '')
        const updated = Date.parse(MetaData?.LastUpdatedTime ?? '')
        expect(created <= updated && updated <= latest).toBe(true)
      }
    }
    const created = new Map(
      company.records['Customer']?.map(({ Id, MetaData }) => [Id, MetaData?.CreateTime ?? '']),
    )
    for (const { CustomerRef, MetaData } of invoices) {
      expect(Date.parse(created.get(CustomerRef.value)!) <= Date.parse(MetaData.CreateTime)).toBe(true)
    }
  })

  test('refers only to what exists', () => {
    const names = new Map(company.records['Customer']?.map((one) => [one.Id, one['DisplayName']]))
    const items = new Set(company.records['Item']?.map(({ Id }) => Id))
    for (const { CustomerRef, Line } of invoices) {
      expect(names.get(CustomerRef.value)).toBe(CustomerRef.name)
      const used = Line.map((line) => line.SalesItemLineDetail?.ItemRef.value).filter(
        (id) => id !== undefined,
      )
      expect(used.filter((id) => !items.has(id))).toEqual([])
    }
  })

  test('has quiet Sundays, crowded seconds, some inactive customers and odd text', () => {
    const sundays = invoices.filter(({ TxnDate }) => new Date(TxnDate).getUTCDay() === 0)
    expect(sundays.length).toBeLessThan(3000 / 7 / 3)
    const perSecond = new Map<string, number>()
    for (const { MetaData } of invoices) {
      perSecond.set(MetaData.CreateTime, (perSecond.get(MetaData.CreateTime) ?? 0) + 1)
    }
    expect(Math.max(...perSecond.values())).toBeGreaterThan(4)
    const inactive = company.records['Customer']?.filter((one) => one['Active'] === false) ?? []
    expect(inactive).toHaveLength(8)
    expect(invoices.some((one) => /\p{Emoji_Presentation}/u.test(JSON.stringify(one)))).toBe(true)
  })

  test('is served as it was generated, text and index alike', async () => {
    const { count, rows, simulator } = createHarness(company)
    expect(
      simulator
        .records('Invoice')
        .map(({ Id }) => Id)
        .toSorted(),
    ).toEqual(invoices.map(({ Id }) => Id).toSorted())
    const where = "WHERE TxnDate >= '2024-02-01' AND TxnDate < '2024-03-01'"
    const february = invoices.filter(({ TxnDate }) => TxnDate >= '2024-02-01' && TxnDate < '2024-03-01')
    expect(await count(`SELECT COUNT(*) FROM Invoice ${where}`)).toBe(february.length)
    expect(
      await rows(`SELECT * FROM Invoice ${where} ORDERBY MetaData.CreateTime, DocNumber MAXRESULTS 1000`),
    ).toEqual(february)
    expect(await count('SELECT COUNT(*) FROM Customer WHERE Active = false')).toBe(
      company.records['Customer']?.filter((one) => one['Active'] === false).length,
    )
  })

  test('can be copied and changed; the copy is what is served', () => {
    const Invoice = invoices.slice(0, 2) as never
    const simulator = createSimulator({
      companies: [{ ...company, records: { ...company.records, Invoice } }],
    })
    expect(simulator.records('Invoice')).toHaveLength(2)
    expect(simulator.records('Customer')).toHaveLength(120)
  })
})

test.each([
  [{ invoices: -1 }, 'invoices must be a whole number, not -1'],
  [{ from: 'soon' }, 'from and to must be dates, YYYY-MM-DD'],
  [{ from: '2024-01-01', to: '2024-01-01' }, 'from must be before to'],
  [{ customers: 0 }, 'Invoices need at least one customer and one item'],
])('%o is refused', (options, message) => {
  expect(() => generateCompany(options)).toThrow(message)
})

test('a company without invoices, and a simulator without companies', () => {
  expect(generateCompany({ customers: 0, items: 0, invoices: 0 }).records['Invoice']).toEqual([])
  expect(() => createSimulator({ companies: [] })).toThrow('at least one company')
  expect(() => createSimulator({ companies: [company, company] })).toThrow('same realmId')
  const lacks = ['invoice']
  expect(() => createSimulator({ companies: [{ records: {}, lacks }] })).toThrow('cannot lack "invoice"')
})
