import { expect, test } from 'vitest'
import { createHarness, invoice, realmId } from './harness.js'

const old = '2024-01-10T10:00:00-08:00'
const base = `/v3/company/${realmId}/reports/TransactionList`

interface ReportBody {
  readonly Header: Readonly<Record<string, unknown>> & {
    readonly Option: readonly { readonly Name: string; readonly Value: string }[]
  }
  readonly Rows: { readonly Row?: readonly { readonly ColData: readonly { value: string; id?: string }[] }[] }
}

async function report(
  harness: ReturnType<typeof createHarness>,
  search: Readonly<Record<string, string>>,
): Promise<ReportBody> {
  return (await (await harness.get(`${base}?${new URLSearchParams(search).toString()}`)).json()) as ReportBody
}

const january = {
  start_date: '2024-01-01',
  end_date: '2024-01-31',
  columns: 'tx_date,txn_type,subt_nat_amount',
}

test('TransactionList has a row for each transaction of the days and the type, and echoes both', async () => {
  const harness = createHarness({
    Invoice: [
      invoice(1, old, { TotalAmt: 12.5 }),
      invoice(2, old, { TxnDate: '2024-01-31', TotalAmt: 3 }),
      invoice(3, old, { TxnDate: '2024-02-01' }),
    ],
    Purchase: [
      invoice(4, old, { PaymentType: 'Check', TotalAmt: 7 }),
      invoice(5, old, { PaymentType: 'Cash' }),
    ],
  })
  const { Header, Rows } = await report(harness, { ...january, transaction_type: 'Invoice' })
  expect(Header).toMatchObject({
    ReportName: 'TransactionList',
    StartPeriod: '2024-01-01',
    EndPeriod: '2024-01-31',
    TransactionType: 'Invoice',
  })
  expect(Rows.Row?.map(({ ColData }) => ColData)).toEqual([
    [{ value: '2024-01-10' }, { id: '1', value: 'Invoice' }, { value: '12.50' }],
    [{ value: '2024-01-31' }, { id: '2', value: 'Invoice' }, { value: '3.00' }],
  ])
  const checks = await report(harness, { ...january, transaction_type: 'Check' })
  expect(checks.Rows.Row?.map(({ ColData }) => ColData[2])).toEqual([{ value: '-7.00' }])
})

test('an empty report says that there is no data', async () => {
  const { Header, Rows } = await report(createHarness({}), january)
  expect([Header.Option, Rows]).toEqual([[{ Name: 'NoReportData', Value: 'true' }], {}])
})

test('a column of several currencies is empty without a word in a company of one', async () => {
  const harness = createHarness({ Invoice: [invoice(1, old, { TotalAmt: 5 })] })
  const { Rows } = await report(harness, { ...january, columns: 'subt_nat_home_amount' })
  expect(Rows.Row?.[0]?.ColData.at(-1)).toEqual({ value: '' })
})

test('behind 400,000 cells a row says that there is more', async () => {
  const many = Array.from({ length: 80_001 }, (_, index) => invoice(index + 1, old))
  const harness = createHarness({ Invoice: many })
  const columns = 'tx_date,txn_type,doc_num,last_mod_date,subt_nat_amount'
  const { Rows } = await report(harness, { ...january, columns })
  expect(Rows.Row).toHaveLength(80_000)
  expect(Rows.Row?.at(-1)?.ColData).toEqual([
    { value: expect.stringContaining('Unable to display') as string },
  ])
})

test('a hidden row is in no query, count or change, and is found by Id and in reports', async () => {
  const harness = createHarness({ Invoice: [invoice(1, old), invoice(2, old)] })
  const { simulator, ids, count } = harness
  const show = simulator.hide('Invoice', '1')
  expect(await ids('SELECT * FROM Invoice')).toEqual(['2'])
  expect(await count('SELECT COUNT(*) FROM Invoice')).toBe(1)
  expect(await count(`SELECT COUNT(*) FROM Invoice WHERE TxnDate >= '2024-01-01'`)).toBe(1)
  expect(await ids(`SELECT * FROM Invoice WHERE Id IN ('1', '2')`)).toEqual(
    expect.arrayContaining(['1', '2']),
  )
  expect((await report(harness, january)).Rows.Row).toHaveLength(2)
  show()
  expect(await count('SELECT COUNT(*) FROM Invoice')).toBe(2)
})

test('a report of another name is no resource', async () => {
  expect((await createHarness({}).get(base.replace('TransactionList', 'transactionlist'))).status).toBe(400)
})
