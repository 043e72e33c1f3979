import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPacific } from '../src/time/pacific.js'
import { createHarness, customer, invoice } from './harness.js'

const times = [
  '2024-01-03T10:00:00-08:00',
  '2024-01-01T10:00:00-08:00',
  '2024-01-02T10:00:00-08:00',
  '2024-01-02T10:00:00-08:00',
]

describe('the order of rows', () => {
  test('transactions come newest change first, whatever ORDERBY Id says', async () => {
    const { ids } = createHarness({ Invoice: times.slice(0, 3).map((time, at) => invoice(at + 1, time)) })
    expect(await ids('SELECT * FROM Invoice')).toEqual(['1', '3', '2'])
    expect(await ids('SELECT * FROM Invoice ORDERBY Id')).toEqual(['1', '3', '2'])
    expect(await ids('SELECT * FROM Invoice ORDER BY Id DESC')).toEqual(['1', '3', '2'])
  })

  test('lists come by name, without regard to case, jobs after their customer', async () => {
    const names = ['beta', 'Alpha:Job', 'Alpha', 'Gamma']
    const { rows } = createHarness({ Customer: names.map((name, at) => customer(at + 1, name)) })
    const found = await rows('SELECT * FROM Customer')
    expect(found.map((row) => row['FullyQualifiedName'])).toEqual(['Alpha', 'Alpha:Job', 'beta', 'Gamma'])
  })

  test('equal rows change places from call to call', async () => {
    const { ids } = createHarness({ Invoice: Array.from({ length: 20 }, (_, at) => invoice(at, times[0]!)) })
    for (const order of ['', 'ORDERBY MetaData.CreateTime', 'ORDERBY MetaData.CreateTime, TxnDate']) {
      const seen = new Set<string>()
      for (let call = 0; call < 5; call++) seen.add((await ids(`SELECT * FROM Invoice ${order}`)).join())
      expect(seen.size).toBeGreaterThan(1)
    }
  })

  test('a hundred rows come unless more are asked for', async () => {
    const { rows } = createHarness({
      Invoice: Array.from({ length: 150 }, (_, at) => invoice(at, times[0]!)),
    })
    expect(await rows('SELECT * FROM Invoice')).toHaveLength(100)
    expect(await rows('SELECT * FROM Invoice MAXRESULTS 1000')).toHaveLength(150)
  })
})

describe('inactive rows', () => {
  const { ids, count } = createHarness({
    Customer: [customer(1, 'A'), customer(2, 'B', { Active: false })],
    TaxCode: [
      { Id: 'TAX', Name: 'Tax', Active: true },
      { Id: 'OLD', Name: 'Old', Active: false },
    ],
  })

  test('are hidden unless the statement speaks of Active', async () => {
    expect(await ids('SELECT * FROM Customer')).toEqual(['1'])
    expect(await ids("SELECT * FROM Customer WHERE Id = '2'")).toEqual([])
    expect(await ids('SELECT * FROM Customer WHERE Active IN (true, false)')).toEqual(['1', '2'])
    expect(await ids('SELECT * FROM Customer WHERE Active = false')).toEqual(['2'])
    expect(await count('SELECT COUNT(*) FROM Customer')).toBe(1)
  })

  test('are shown for TaxCode', async () => {
    expect(await ids('SELECT * FROM TaxCode')).toEqual(['OLD', 'TAX'])
  })
})

describe('the envelope', () => {
  const { query, simulator } = createHarness(
    {
      Invoice: times.map((time, at) => invoice(at + 1, time)),
      Payment: [invoice(1, times[0]!)],
      CreditCardPayment: [invoice(1, times[0]!)],
      RecurringTransaction: [{ Id: '', Invoice: invoice(7, times[0]!) }].map(
        ({ Invoice }) => ({ Invoice }) as never,
      ),
    },
    { now: () => Date.parse('2024-06-01T12:00:00.042Z') },
  )
  const envelope = async (statement: string): Promise<unknown> => (await query(statement)).json()

  test('is empty without rows', async () => {
    expect(await envelope('SELECT * FROM Transfer')).toEqual({
      QueryResponse: {},
      time: '2024-06-01T05:00:00.042-07:00',
    })
  })

  test('has totalCount for invoices when all are there, and for COUNT(*) alone', async () => {
    expect(await envelope('SELECT * FROM Invoice')).toMatchObject({
      QueryResponse: { startPosition: 1, maxResults: 4, totalCount: 4 },
    })
    expect(await envelope('SELECT * FROM Invoice MAXRESULTS 4')).toHaveProperty('QueryResponse.totalCount', 4)
    expect(await envelope('SELECT * FROM Invoice MAXRESULTS 3')).not.toHaveProperty(
      'QueryResponse.totalCount',
    )
    expect(await envelope('SELECT * FROM Invoice STARTPOSITION 2')).not.toHaveProperty(
      'QueryResponse.totalCount',
    )
    expect(await envelope('SELECT * FROM Payment')).not.toHaveProperty('QueryResponse.totalCount')
    expect(await envelope('SELECT COUNT(*) FROM Payment')).toHaveProperty('QueryResponse', { totalCount: 1 })
  })

  test('names CreditCardPayment otherwise, wraps recurring transactions, counts a singleton', async () => {
    expect(await envelope('SELECT * FROM CreditCardPayment')).toHaveProperty(
      'QueryResponse.CreditCardPaymentTxn',
    )
    expect(await envelope('SELECT * FROM RecurringTransaction')).toHaveProperty(
      'QueryResponse.RecurringTransaction.0.Invoice.Id',
      '7',
    )
    const { QueryResponse } = (await envelope('SELECT * FROM CompanyInfo')) as { QueryResponse: object }
    expect(Object.keys(QueryResponse)).toEqual(['CompanyInfo', 'maxResults'])
  })

  test('has its content type, and an intuit_tid that no other answer has', async () => {
    const first = await query('SELECT * FROM Invoice')
    const second = await query('SELECT nonsense')
    expect(first.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(first.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    expect(second.headers.get('intuit_tid')).not.toBe(first.headers.get('intuit_tid'))
  })

  test('shows a record given as text byte for byte', async () => {
    const text = '{"Id":"99","TotalAmt":275.00,"Rate":1.00000000000000000001,"PrivateNote":"\\u0000 \\ud800"}'
    simulator.create('Estimate', text)
    expect(await (await query('SELECT * FROM Estimate')).text()).toContain(text)
    expect(simulator.texts('Estimate')).toEqual([text])
  })
})

test('a statement finds what a scan over all records finds, by every path through the indexes', async () => {
  const second = fc.integer({ min: 0, max: 40 })
  const record = fc.record({ created: second, updated: second, day: fc.integer({ min: 1, max: 9 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 60 }),
      fc.record({
        from: second,
        until: second,
        firstDay: fc.integer({ min: 1, max: 9 }),
        size: fc.integer({ min: 1, max: 70 }),
      }),
      async (records, { from, until, firstDay, size }) => {
        const time = (at: number): string => formatPacific(1_700_000_000_000 + at * 1000)
        const Invoice = records.map(({ created, updated, day }, at) => ({
          ...invoice(at, time(created)),
          MetaData: { CreateTime: time(created), LastUpdatedTime: time(updated) },
          TxnDate: `2024-01-0${day}`,
        }))
        const harness = createHarness({ Invoice })
        const where = `WHERE MetaData.CreateTime >= '${time(from)}' AND MetaData.LastUpdatedTime < '${time(until)}' AND TxnDate >= '2024-01-0${firstDay}'`
        const expected = records
          .map(({ created, updated, day }, at) => ({
            id: String(at),
            created,
            keep: created >= from && updated < until && day >= firstDay,
          }))
          .filter(({ keep }) => keep)
        expect(await harness.count(`SELECT COUNT(*) FROM Invoice ${where}`)).toBe(expected.length)
        const found = await harness.ids(
          `SELECT * FROM Invoice ${where} ORDERBY MetaData.CreateTime MAXRESULTS ${size}`,
        )
        expect(new Set(found).size).toBe(Math.min(size, expected.length))
        const keys = expected.map(({ created }) => created).toSorted((left, right) => left - right)
        expect(found.map((id) => records[Number(id)]!.created)).toEqual(keys.slice(0, size))
      },
    ),
  )
})
