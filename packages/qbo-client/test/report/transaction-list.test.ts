import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReportedTransaction, TransactionListOptions } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { json, startServer } from '../support/http-server.js'
import { reportOf, rowOf, startReportServer, type BookedTransaction } from '../support/report-server.js'

const year: TransactionListOptions = {
  types: ['Invoice'],
  from: '2024-01-01',
  to: '2025-01-01',
  multicurrency: false,
}

async function listed(
  server: { readonly url: string },
  options: Partial<TransactionListOptions> = {},
): Promise<readonly ReportedTransaction[]> {
  const found: ReportedTransaction[] = []
  for await (const part of connect(server).client.transactionList({ ...year, ...options }))
    found.push(...part.transactions)
  return found
}

const days = Array.from({ length: 40 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 20 + day)).toISOString().slice(0, 10),
)

test('every transaction of the days comes once, however few rows an answer shows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...days), fc.constantFrom('Invoice', 'Check')), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('before' as const, 'after' as const),
      async (made, mostRows, shape) => {
        const booked = made.map(([date, type], index): BookedTransaction => ({
          id: String(index + 1),
          date,
          type,
          amount: '12.30',
        }))
        const server = await startReportServer(booked, { mostRows, shape })
        const tooMany = days.some(
          (day) => booked.filter((one) => one.type === 'Invoice' && one.date === day).length > mostRows,
        )
        const ids = booked.filter((one) => one.type === 'Invoice').map((one) => one.id)
        const found = await listed(server).then(
          (transactions) => transactions.map((one) => one.id).toSorted(),
          (error: { code?: unknown }) => error.code,
        )
        expect(found).toEqual(tooMany ? 'QBO_REPORT_TRUNCATED' : ids.toSorted())
      },
    ),
    { numRuns: 25 },
  )
})

test('a company of 70,000 invoices takes one call', async () => {
  const booked = Array.from({ length: 70_000 }, (_, index) => ({
    id: String(index),
    date: days[index % days.length] ?? '',
    type: 'Invoice',
    amount: '1.00',
  }))
  const server = await startReportServer(booked, { mostRows: 79_999, shape: 'after' })
  expect(await listed(server)).toHaveLength(70_000)
  expect(server.api).toHaveLength(1)
})

test('while a large report is read, the next call is sent and answered, also where one is under way at most', async () => {
  const keys = ['tx_date', 'txn_type', 'doc_num', 'last_mod_date', 'subt_nat_amount']
  const booked = Array.from({ length: 70_000 }, (_, index) => ({
    id: String(index),
    date: '2024-05-05',
    type: 'Invoice',
    amount: '1.00',
  }))
  const about = { first: year.from, last: '2024-12-31', type: 'Invoice', keys, shape: 'before' } as const
  const report = json(reportOf({ ...about, rows: booked.map((one) => rowOf(one, keys)) }))
  const server = await startServer(({ path }) => {
    if (path === '/token') return grant()
    return path.endsWith('/TransactionList') ? report : json({ QueryResponse: { totalCount: 1 } })
  })
  const { client } = connect(server, { rateLimit: { concurrency: 1 } })
  const ended: string[] = []
  const list = (async () => {
    for await (const { transactions } of client.transactionList(year)) ended.push(`${transactions.length}`)
  })()
  const counted = client.count({ entity: 'Invoice' }).then(() => ended.push('count'))
  await Promise.all([list, counted])
  expect(server.api.map(({ path }) => path.split('/').at(-1))).toEqual(['TransactionList', 'query'])
  expect(ended[0]).toBe('count')
})

test('those of any type are listed with what QuickBooks calls them, and an answer of one type is none to that', async () => {
  const booked = ['Invoice', 'Check'].map((type, index) => ({
    id: String(index),
    date: '2024-05-05',
    type,
    amount: '1',
  }))
  const server = await startReportServer(booked, { mostRows: 80_000, shape: 'after' })
  expect(await listed(server, { types: 'any' })).toMatchObject([
    { id: '0', type: 'any', label: 'Etwas wie Invoice' },
    { id: '1', type: 'any', label: 'Etwas wie Check' },
  ])
  const keys = ['tx_date', 'txn_type', 'doc_num', 'last_mod_date', 'subt_nat_amount']
  const narrowed = await startServer(({ path }) =>
    path === '/token'
      ? grant()
      : json(
          reportOf({
            first: year.from,
            last: '2024-12-31',
            type: 'Invoice',
            keys,
            rows: booked.map((one) => rowOf(one, keys)),
            shape: 'before',
          }),
        ),
  )
  await expect(listed(narrowed, { types: 'any' })).rejects.toMatchObject({ code: 'QBO_REPORT_REFUSED' })
})

test('what is heavy is asked for in halves', async () => {
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const [first, last] = [request.query.get('start_date') ?? '', request.query.get('end_date') ?? '']
    if (first.slice(0, 7) !== last.slice(0, 7)) return { status: 504, body: '<html>Gateway Timeout</html>' }
    const keys = (request.query.get('columns') ?? '').split(',')
    const rows = [rowOf({ id: first, date: first, type: 'Invoice', amount: '1.00' }, keys)]
    return json(reportOf({ first, last, type: 'Invoice', keys, rows, shape: 'before' }))
  })
  const found = await listed(server, { from: '2024-01-01', to: '2024-03-01' })
  expect(found.map((one) => one.txnDate.slice(0, 7))).toEqual(expect.arrayContaining(['2024-01', '2024-02']))
})

test('a last group without its sum says that there is more', async () => {
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const [first, last] = [request.query.get('start_date') ?? '', request.query.get('end_date') ?? '']
    const keys = (request.query.get('columns') ?? '').split(',')
    const days = ['2024-01-05', '2024-01-06', '2024-01-07'].filter((day) => day >= first && day <= last)
    const sum = { Summary: { ColData: [{ value: 'Total' }] } }
    const groups = days.slice(0, 2).map((date, index) => ({
      Header: { ColData: [{ value: date }] },
      Rows: { Row: [rowOf({ id: date, date, type: 'Invoice', amount: '1.00' }, keys)] },
      ...(index === 1 && days.length > 2 ? {} : sum),
      type: 'Section',
    }))
    return json(reportOf({ first, last, type: 'Invoice', keys, rows: groups, shape: 'before' }))
  })
  const found = await listed(server, { from: '2024-01-04', to: '2024-01-08' })
  expect(found.map(({ id }) => id)).toEqual(['2024-01-05', '2024-01-06', '2024-01-07'])
})

const amounts = [
  ['47.60', '47.60'],
  ['.00', '0.00'],
  ['-24.36', '-24.36'],
  ['', '0'],
  ['1,250.75', '1250.75'],
  ['(1,234.56)', '-1234.56'],
  ['123456789012345678.01', '123456789012345678.01'],
] as const

test.each(amounts)('the amount %j is %s', async (text, exact) => {
  const server = await startReportServer([{ id: '1', date: '2024-01-02', type: 'Invoice', amount: text }], {
    mostRows: 9,
    shape: 'after',
  })
  expect((await listed(server))[0]?.amount).toBe(exact)
})

test('the amount is that of the home currency where there are several', async () => {
  const server = await startReportServer([], { mostRows: 9, shape: 'after' })
  await listed(server, { multicurrency: true })
  expect(server.api[0]?.query.get('columns')).toBe(
    'tx_date,txn_type,doc_num,last_mod_date,subt_nat_home_amount',
  )
})

test.each([
  ['rows of another name', { Rows: { Rows: [] } }],
  ['rows that are a text', { Rows: 'none' }],
  ['a row that is a text', { Rows: { Row: ['none'] } }],
  ['a row of nothing known', { Rows: { Row: [{ Data: [] }] } }],
  ['no header', { Header: undefined }],
  ['cells that are texts', { Rows: { Row: [{ ColData: ['1'] }] } }],
  ['an id that is an object', { Rows: { Row: [{ ColData: [{ value: '', id: {} }] }] } }],
])('a report with %s is no answer, and is asked for again', async (_, more) => {
  const server = await startServer((request) =>
    request.path === '/token'
      ? grant()
      : json({
          ...reportOf({ first: '', last: '', type: '', keys: [], rows: [], shape: 'before' }),
          ...more,
        }),
  )
  await expect(connect(server, { retries: 1 }).client.report('TransactionList')).rejects.toMatchObject({
    code: 'QBO_UNEXPECTED_RESPONSE',
    retryable: true,
  })
  expect(server.api).toHaveLength(2)
})

test.each([
  ['Row: null', { Row: null }],
  ['{}', {}],
  ['a bare list', []],
])('an empty report may come as %s', async (_, empty) => {
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const body = reportOf({
      first: '2024-01-01',
      last: '2024-12-31',
      type: 'Invoice',
      keys: [],
      rows: [],
      shape: 'after',
    })
    return json({ ...body, Rows: empty })
  })
  expect(await listed(server)).toEqual([])
})

test('a report that the user may not see is forbidden', async () => {
  const server = await startServer((request) =>
    request.path === '/token'
      ? grant()
      : json({ Fault: { Error: [{ code: '5020', Message: 'Permission Denied' }] } }, { status: 400 }),
  )
  await expect(listed(server)).rejects.toMatchObject({ code: 'QBO_FORBIDDEN' })
})

test.each([
  [{ from: '2024-02-30' }, /from/],
  [{ to: '2024-01-01' }, /later/],
  [{ types: [] }, /types/],
])('%j is refused before anything is sent', async (options, reason) => {
  const server = await startReportServer([], { mostRows: 1, shape: 'after' })
  await expect(listed(server, options)).rejects.toThrow(reason)
  expect(server.api).toEqual([])
})

test('any report is given as it came, with its header, columns and sections', async () => {
  const text = JSON.stringify({
    Header: { ReportName: 'ProfitAndLoss', Time: '2026-02-01T10:00:00-08:00', Currency: 'USD' },
    Columns: {
      Column: [
        { ColTitle: 'Total', ColType: 'Money', Columns: { Column: [{ ColTitle: 'Jan', ColType: 'Money' }] } },
      ],
    },
    Rows: {
      Row: [
        {
          Header: { ColData: [{ value: 'Income' }] },
          Rows: { Row: [{ ColData: [{ value: 'Sales', id: '1' }, { value: '2.50' }] }] },
          Summary: { ColData: [{ value: 'Total' }, { value: '2.50' }] },
          type: 'Section',
          group: 'Income',
        },
        { Summary: { ColData: [{ value: 'Net' }] }, group: 'NetIncome', type: 'Section' },
      ],
    },
  })
  const server = await startServer((request) => (request.path === '/token' ? grant() : { body: text }))
  const answer = await connect(server).client.report('ProfitAndLoss', {
    start_date: '2024-01-01',
    end_date: '2024-12-31',
  })
  expect(answer.text).toBe(text)
  expect(answer.time).toBe('2026-02-01T18:00:00.000Z')
  expect(answer.report.columns[0]?.columns).toEqual([{ key: 'Money', title: 'Jan', columns: [] }])
  expect(answer.report.rows).toEqual([
    {
      kind: 'section',
      group: 'Income',
      heading: [{ value: 'Income' }],
      rows: [{ kind: 'data', cells: [{ value: 'Sales', id: '1' }, { value: '2.50' }] }],
      summary: [{ value: 'Total' }, { value: '2.50' }],
    },
    { kind: 'section', group: 'NetIncome', heading: [], rows: [], summary: [{ value: 'Net' }] },
  ])
  expect(server.api[0]?.path).toMatch(/reports\/ProfitAndLoss$/)
})
