import { describe, expect, test } from 'vitest'
import { readReport } from './read-report.js'
import { createSmallCompany, january, list, modern, option } from './small-company.js'

const data = (...values: Parameters<typeof list>): object => ({ ...list(...values), type: 'Data' })
const key = (value: string): object => ({ MetaData: [{ Name: 'ColKey', Value: value }] })

describe('field by field', () => {
  const columns = 'doc_num,name,account_name,other_account,subt_nat_amount'

  test('TransactionList before 2026', async () => {
    const column = (name: string, title: string): object => ({ ColTitle: title, ColType: name, ...key(name) })
    expect(await readReport(createSmallCompany(), 'TransactionList', { ...january, columns })).toEqual({
      Header: {
        Time: '2024-06-10T05:00:00-07:00',
        ReportName: 'TransactionList',
        StartPeriod: '2024-01-01',
        EndPeriod: '2024-01-31',
        Currency: 'USD',
        ...option(false),
      },
      Columns: {
        Column: [
          column('tx_date', 'Date'),
          column('txn_type', 'Transaction Type'),
          column('doc_num', 'Num'),
          column('name', 'Name'),
          column('account_name', 'Account'),
          column('other_account', 'Split'),
          column('subt_nat_amount', 'Amount'),
        ],
      },
      Rows: {
        Row: [
          data(
            '2024-01-10',
            ['Expense', '2'],
            '',
            ['InactiveCo (deleted)', '8'],
            ['Mastercard', '41'],
            ['Office Expenses', '15'],
            '-30.00',
          ),
          data(
            '2024-01-10',
            ['Invoice', '1'],
            '1001',
            ['Bill Braski', '7'],
            ['Accounts Receivable (A/R)', '84'],
            ['-Split-', ''],
            '108.00',
          ),
        ],
      },
    })
  })

  test('TransactionList since 2026: keys as types only, in any order, no word for several accounts', async () => {
    const body = await readReport(createSmallCompany(modern), 'TransactionList', { ...january, columns })
    expect(body.Columns).toMatchObject({
      Column: [{ ColTitle: 'Date', ColType: 'tx_date' }, {}, {}, {}, {}, {}, {}],
    })
    expect(JSON.stringify(body.Columns)).not.toContain('MetaData')
    expect(body.Rows.Row?.map(({ ColData }) => [ColData?.[1]?.id, ColData?.[5]?.value])).toEqual([
      ['1', ''],
      ['2', 'Office Expenses'],
    ])
  })

  test('TransactionList by name: a section for each, with the sum of its amounts', async () => {
    const asked = { ...january, columns: 'name,subt_nat_amount', group_by: 'Customer' }
    const { Rows } = await readReport(createSmallCompany(), 'TransactionList', asked)
    expect(Rows.Row?.[1]).toEqual({
      Header: list(['Bill Braski', '7']),
      Rows: { Row: [data('2024-01-10', ['Invoice', '1'], ['Bill Braski', '7'], '108.00')] },
      Summary: list('Total for Bill Braski', '108.00'),
      type: 'Section',
    })
    const none = await readReport(createSmallCompany(), 'TransactionList', { ...asked, group_by: 'None' })
    expect(none.Rows.Row?.map(({ type }) => type)).toEqual(['Data', 'Data'])
  })

  test('JournalReport before 2026', async () => {
    const { Header, Rows } = await readReport(createSmallCompany(), 'JournalReport', january)
    expect(Header).toMatchObject({ ReportName: 'JournalReport', ...option(false) })
    const sum = (amount: string): object => ({
      Summary: list('', '', '', '', '', '', amount, amount),
      type: 'Section',
    })
    const blank = data('', '', '', '', '', '', '', '')
    expect(Rows.Row).toEqual([
      data(
        '2024-01-10',
        ['Expense', '2'],
        '',
        ['InactiveCo (deleted)', '8'],
        '',
        ['Mastercard', '41'],
        '',
        '30.00',
      ),
      data('0-00-00', ['', '2'], '', ['', ''], '', ['Office Expenses', '15'], '30.00', ''),
      sum('30.00'),
      blank,
      data(
        '2024-01-10',
        ['Invoice', '1'],
        '1001',
        ['Bill Braski', '7'],
        'Thanks',
        ['Accounts Receivable (A/R)', '84'],
        '108.00',
        '',
      ),
      data('0-00-00', ['', '1'], '', ['', ''], '', ['Sales of Product Income', '79'], '', '100.00'),
      data('0-00-00', ['', '1'], '', ['', ''], '', ['Sales Tax Payable', '90'], '', '8.00'),
      sum('108.00'),
      blank,
      {
        Summary: list('TOTAL', '', '', '', '', '', '138.00', '138.00'),
        type: 'Section',
        group: 'GrandTotal',
      },
    ])
  })

  test('JournalReport has a line of nothing for an adjustment that changes no value', async () => {
    const harness = createSmallCompany()
    harness.simulator.create('InventoryAdjustment', {
      Id: '3',
      TxnDate: '2024-01-20',
      AdjustAccountRef: { value: '15' },
    })
    const { Rows } = await readReport(harness, 'JournalReport', january)
    expect(Rows.Row?.slice(9, 11)).toEqual([
      data('2024-01-20', ['Inventory Qty Adjust', '3'], '', ['', ''], '', ['Office Expenses', '15'], '', ''),
      { Summary: list('', '', '', '', '', '', '.00', ''), type: 'Section' },
    ])
  })

  test('TransactionList names the department, where it is asked for', async () => {
    const harness = createSmallCompany()
    harness.simulator.edit('Invoice', '1', { DepartmentRef: { value: '4', name: 'West Coast' } })
    const { Columns, Rows } = await readReport(harness, 'TransactionList', {
      ...january,
      columns: 'dept_name',
    })
    expect(JSON.stringify(Columns)).toContain('{"ColTitle":"Department","ColType":"dept_name"')
    expect(Rows.Row?.map(({ ColData }) => ColData?.[2])).toEqual([
      { value: '', id: '' },
      { value: 'West Coast', id: '4' },
    ])
  })

  test('JournalReport since 2026: the lines of a transaction are in a section of its own', async () => {
    const { Rows } = await readReport(createSmallCompany(), 'JournalReport', {
      ...january,
      testing_migration: '',
    })
    expect(Rows.Row?.map(({ Rows: lines, type, group }) => [lines?.Row?.length, type, group])).toEqual([
      [3, 'Section', undefined],
      [2, 'Section', undefined],
      [undefined, 'Section', 'GrandTotal'],
    ])
  })

  const standard = { Name: 'AccountingStandard', Value: 'GAAP' }
  const header = (name: string): object => ({
    Time: '2024-06-10T05:00:00-07:00',
    ReportName: name,
    ReportBasis: 'Accrual',
    StartPeriod: '2024-01-01',
    EndPeriod: '2024-01-31',
    SummarizeColumnsBy: 'Total',
    Currency: 'USD',
    ...option(false, standard),
  })
  const section = (title: string, group: string, rows: object[], ...sum: [string, string]): object => ({
    Header: list(title, ''),
    Rows: { Row: rows },
    Summary: list(...sum),
    type: 'Section',
    group,
  })
  const sum = (group: string, ...cells: [string, string]): object => ({
    Summary: list(...cells),
    type: 'Section',
    group,
  })
  const money = {
    Column: [
      { ColTitle: '', ColType: 'Account', ...key('account') },
      { ColTitle: 'Total', ColType: 'Money', ...key('total') },
    ],
  }

  test('ProfitAndLoss', async () => {
    expect(await readReport(createSmallCompany(), 'ProfitAndLoss', january)).toEqual({
      Header: header('ProfitAndLoss'),
      Columns: money,
      Rows: {
        Row: [
          section(
            'Income',
            'Income',
            [data(['Sales of Product Income', '79'], '100.00')],
            'Total Income',
            '100.00',
          ),
          sum('GrossProfit', 'Gross Profit', '100.00'),
          section(
            'Expenses',
            'Expenses',
            [data(['Office Expenses', '15'], '30.00')],
            'Total Expenses',
            '30.00',
          ),
          sum('NetOperatingIncome', 'Net Operating Income', '70.00'),
          sum('NetOtherIncome', 'Net Other Income', '0.00'),
          sum('NetIncome', 'Net Income', '70.00'),
        ],
      },
    })
    const { Rows } = await readReport(createSmallCompany(modern), 'ProfitAndLoss', january)
    expect(Rows.Row?.at(-2)).toEqual(sum('NetOtherIncome', 'Net Other Income', ''))
  })

  test('BalanceSheet', async () => {
    const receivable = [data(['Accounts Receivable (A/R)', '84'], '108.00')]
    const card = [data(['Mastercard', '41'], '30.00')]
    const tax = [data(['Sales Tax Payable', '90'], '8.00')]
    const net = { ...data('Net Income', '70.00'), group: 'NetIncome' }
    const ar = section('Accounts Receivable', 'AR', receivable, 'Total Accounts Receivable', '108.00')
    const current = section('Current Assets', 'CurrentAssets', [ar], 'Total Current Assets', '108.00')
    const cards = section('Credit Cards', 'CreditCards', card, 'Total Credit Cards', '30.00')
    const taxes = section(
      'Other Current Liabilities',
      'OtherCurrentLiabilities',
      tax,
      'Total Other Current Liabilities',
      '8.00',
    )
    const due = section(
      'Current Liabilities',
      'CurrentLiabilities',
      [cards, taxes],
      'Total Current Liabilities',
      '38.00',
    )
    const owed = section('Liabilities', 'Liabilities', [due], 'Total Liabilities', '38.00')
    const owned = section(
      'Equity',
      'Equity',
      [data(['Retained Earnings', '2'], '0.00'), net],
      'Total Equity',
      '70.00',
    )
    const both = ['TOTAL LIABILITIES AND EQUITY', '108.00'] as const
    expect(await readReport(createSmallCompany(), 'BalanceSheet', january)).toEqual({
      Header: header('BalanceSheet'),
      Columns: money,
      Rows: {
        Row: [
          section('ASSETS', 'TotalAssets', [current], 'TOTAL ASSETS', '108.00'),
          section('LIABILITIES AND EQUITY', 'TotalLiabilitiesAndEquity', [owed, owned], ...both),
        ],
      },
    })
  })

  test('a month is a column with its own days, and the year before is retained', async () => {
    const days = { start_date: '2023-12-15', end_date: '2024-02-10', summarize_column_by: 'Month' }
    const { Columns, Rows } = await readReport(createSmallCompany(), 'ProfitAndLoss', days)
    expect(JSON.stringify(Columns)).toContain(
      '"ColTitle":"Dec 2023","ColType":"Money","MetaData":[{"Name":"StartDate","Value":"2023-12-15"},{"Name":"EndDate","Value":"2023-12-31"},{"Name":"ColKey","Value":"Dec 2023"}]',
    )
    expect(Rows.Row?.at(-1)?.Summary).toEqual(list('Net Income', '0.00', '70.00', '0.00', '70.00'))
    const later = { start_date: '2025-01-01', end_date: '2025-01-31' }
    const sheet = JSON.stringify(await readReport(createSmallCompany(), 'BalanceSheet', later))
    expect(sheet).toContain('{"value":"Retained Earnings","id":"2"},{"value":"70.00"}')
    expect(sheet).toContain('{"value":"Net Income"},{"value":"0.00"}')
  })
})
