import { describe, expect, test } from 'vitest'
import { createHarness, invoice } from './harness.js'
import { askReport, readReport } from './read-report.js'
import { createSmallCompany, january, list, modern, old, option, sold } from './small-company.js'

test.each([
  ['en-GB', 'Expense', 'Date'],
  ['es', 'Gasto', 'Fecha'],
] as const)('a company speaks its own language: %s', async (language, label, title) => {
  const harness = createSmallCompany({ reports: { mostCells: 18 } }, { language })
  const { Columns, Rows } = await readReport(harness, 'TransactionList', january)
  expect(Rows.Row?.[0]?.ColData?.[1]?.value).toBe(label)
  expect(Columns).toMatchObject({ Column: [{ ColTitle: title }, {}, {}, {}, {}, {}, {}, {}, {}] })
})

test('amounts are in the column of the company alone: with one currency, or with several', async () => {
  const currency = { ExchangeRate: 1.1, CurrencyRef: { value: 'EUR' } }
  const Preferences = [
    { Id: '1', CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: 'GBP' } } },
  ]
  const records = { Invoice: [invoice(1, old, { ...sold, ...currency }) as never], Preferences }
  const columns = 'subt_nat_amount,subt_nat_home_amount,currency,exch_rate'
  const { Header, Rows } = await readReport(createHarness(records), 'TransactionList', {
    ...january,
    columns,
  })
  expect(Header).toMatchObject({ Currency: 'GBP' })
  expect(Rows.Row?.[0]?.ColData?.map(({ value }) => value).slice(2)).toEqual(['', '118.80', 'EUR', '1.1'])
  const one = await readReport(createSmallCompany(), 'TransactionList', { ...january, columns })
  expect(one.Rows.Row?.[1]?.ColData?.map(({ value }) => value).slice(2)).toEqual(['108.00', '', '', ''])
  const journal = await readReport(createHarness(records), 'JournalReport', january)
  expect(JSON.stringify(journal.Columns)).toContain('debt_home_amt')
  expect(journal.Rows.Row?.at(-1)?.Summary?.ColData.at(-1)?.value).toBe('118.80')
})

test('while a long report is made others are answered, and it is of the moment when it was begun', async () => {
  const Invoice = Array.from({ length: 3000 }, (_, at) => invoice(at, old) as never)
  const harness = createHarness({ Invoice })
  const ended: string[] = []
  const report = readReport(harness, 'TransactionList', { ...january, columns: 'tx_date' })
  const read = report.then(() => ended.push('report'))
  await harness.count('SELECT COUNT(*) FROM Invoice').then(() => ended.push('count'))
  harness.simulator.remove('Invoice', '2999')
  await read
  expect([ended, (await report).Rows.Row?.length]).toEqual([['count', 'report'], 3000])
})

test('half a cent at home is the same for who is owed as for who owes', async () => {
  const half = { TotalAmt: 0.05, ExchangeRate: 1.1 }
  const records = { Bill: [invoice(1, old, half) as never], Invoice: [invoice(2, old, half) as never] }
  const { Rows } = await readReport(createHarness(records), 'JournalReport', january)
  const amounts = (Rows.Row ?? []).flatMap(({ ColData = [] }) => ColData.slice(-2).map(({ value }) => value))
  expect(amounts.filter((value) => value !== '')).toEqual(['0.06', '0.06', '0.06', '0.06'])
})

describe('limits and faults', () => {
  const more = list('Unable to display more data. Please reduce the date range.')

  test('a journal that is too long is cut within a transaction, whose sum is then missing', async () => {
    const classic = await readReport(
      createSmallCompany({ reports: { mostCells: 6 * 8 } }),
      'JournalReport',
      january,
    )
    expect(classic.Rows.Row).toHaveLength(6)
    expect(classic.Rows.Row?.at(-1)).toEqual({ ...more, type: 'Data' })
    const reports = { isModern: true, mostCells: 3 * 8 }
    const { Rows } = await readReport(createSmallCompany({ reports }), 'JournalReport', january)
    expect(Rows.Row).toHaveLength(2)
    expect(Rows.Row?.[0]?.Rows?.Row).toHaveLength(2)
    expect(Rows.Row?.[0]).not.toHaveProperty('Summary')
    expect(Rows.Row?.[1]).toEqual({ ...more, type: 'Data' })
  })

  test('a report can be cut by a fault, and is answered with 200', async () => {
    const harness = createSmallCompany()
    harness.simulator.inject({ kind: 'report-truncated' })
    const { Header, Rows } = await readReport(harness, 'TransactionList', january)
    expect([Header, Rows.Row?.length]).toEqual([expect.objectContaining(option(false)), 2])
    expect(Rows.Row?.[1]).toEqual({ ...more, type: 'Data' })
    expect((await readReport(harness, 'TransactionList', january)).Rows.Row?.[1]?.ColData).not.toHaveLength(1)
  })

  test.each([
    [0, {}],
    [1, { Row: null }],
    [2, { Row: [] }],
  ] as const)(
    'a report can be empty in the form %i, and say so, say nothing or say that it is not',
    async (form, Rows) => {
      const harness = createSmallCompany()
      harness.simulator.inject({ kind: 'report-empty', form })
      harness.simulator.inject({ kind: 'report-unsaid', form })
      expect(await readReport(harness, 'TransactionList', january)).toMatchObject({
        Header: option(true),
        Rows,
      })
      const unsaid = await readReport(harness, 'TransactionList', january)
      expect([unsaid.Header.Option, unsaid.Rows]).toEqual([[], Rows])
      harness.simulator.inject({ kind: 'report-lost', form })
      expect(await readReport(harness, 'TransactionList', january)).toMatchObject({
        Header: option(false),
        Rows,
      })
    },
  )

  test('a report can ignore all that it is asked, and its header then says so', async () => {
    const harness = createSmallCompany()
    harness.simulator.inject({ kind: 'report-unasked', match: { path: 'TransactionList' } })
    const asked = { ...january, transaction_type: 'Invoice' }
    const { Header, Rows } = await readReport(harness, 'TransactionList', asked)
    expect(Header).toMatchObject({ StartPeriod: '2024-01-01', EndPeriod: '2024-06-10' })
    expect(Header).not.toHaveProperty('TransactionType')
    expect(Rows.Row).toHaveLength(2)
  })

  test('one date alone is ignored without a word', async () => {
    const { Header } = await readReport(createSmallCompany(), 'BalanceSheet', { end_date: '2023-12-31' })
    expect(Header).toMatchObject({
      DateMacro: 'this calendar year-to-date',
      StartPeriod: '2024-01-01',
      EndPeriod: '2024-06-10',
    })
  })

  test('a fault of reports waits for one', async () => {
    const harness = createSmallCompany()
    harness.simulator.inject({ kind: 'report-empty' })
    expect(await harness.ids('SELECT * FROM Invoice')).toEqual(['1'])
    expect((await readReport(harness, 'JournalReport', january)).Rows).toEqual({})
  })

  test.each([
    ['ProfitAndLoss', { ...january, accounting_method: 'Cash' }, 400, 'accrual basis only'],
    ['BalanceSheet', { ...january, summarize_column_by: 'Days' }, 400, 'knows Total and Month'],
    ['BalanceSheet', { start_date: 'soon', end_date: '2024-01-01' }, 400, 'Invalid date'],
    ['TrialBalance', january, 400, 'Could not find resource'],
    ['constructor', january, 400, 'Could not find resource'],
  ])('%s with %o is refused', async (name, search, status, text) => {
    const answer = await askReport(createSmallCompany(), name, search)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain(text)
  })

  test('a company may lack a report, or its user the permission for it', async () => {
    const harness = createSmallCompany({}, { lacks: ['JournalReport'] })
    expect((await askReport(harness, 'JournalReport', january)).status).toBe(400)
    harness.simulator.inject({ kind: 'permission-denied', match: { path: '/reports/' } })
    harness.simulator.inject({ kind: 'gateway-timeout', match: { path: '/reports/' } })
    const statuses = [1, 2, 3].map(async () => (await askReport(harness, 'TransactionList', january)).status)
    expect(await Promise.all(statuses)).toEqual([403, 504, 200])
  })

  test('since 2026 a header of the answer says so', async () => {
    expect(
      (await askReport(createSmallCompany(modern), 'JournalReport', january)).headers.get('v3modernResponse'),
    ).toBe('true')
    expect(
      (await askReport(createSmallCompany(), 'JournalReport', january)).headers.has('v3modernResponse'),
    ).toBe(false)
  })
})
