import { expect, test } from 'vitest'
import type { ReportedTransaction } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { json, startServer } from '../support/http-server.js'
import { reportOf, rowOf } from '../support/report-server.js'

async function listed(server: { readonly url: string }): Promise<readonly ReportedTransaction[]> {
  const found: ReportedTransaction[] = []
  const year = { types: ['Invoice'], from: '2024-01-01', to: '2025-01-01', multicurrency: false } as const
  for await (const part of connect(server).client.transactionList(year)) found.push(...part.transactions)
  return found
}

type Body = Record<string, never> & {
  Header: Record<string, unknown>
  Columns: { Column: Record<string, unknown>[] }
  Rows: Record<string, unknown>
}

type Refusal = readonly [name: string, change: (body: Body) => unknown, reason?: RegExp]

/** Each changes an answer that would be good, of one transaction, and is told by what one reads of it. */
const refusals: readonly Refusal[] = [
  [
    'other dates',
    (body) => (body.Header['StartPeriod'] = '2024-06-01'),
    /its header says StartPeriod 2024-06-01, and 2024-01-01 was asked for/u,
  ],
  [
    'no end',
    (body) => delete body.Header['EndPeriod'],
    /its header says EndPeriod nothing, and 2024-12-31 was asked for/u,
  ],
  ['a filter that was ignored', (body) => delete body.Header['TransactionType']],
  ['another type', (body) => (body.Header['TransactionType'] = 'Bill')],
  ['another report', (body) => (body.Header['ReportName'] = 'JournalReport')],
  ['a column that is not there', (body) => body.Columns.Column.pop()],
  ['nothing, and nothing that says so', (body) => (body.Rows = {})],
  ['nothing, and that there is data', (body) => (body.Rows = { Row: [] })],
  [
    'rows, and that there are none',
    (body) => (body.Header['Option'] = [{ Name: 'NoReportData', Value: 'true' }]),
  ],
  ['an amount of another currency', (body) => (cellOf(body, 4)['value'] = 'EUR 3')],
  ['an amount that no ledger holds', (body) => (cellOf(body, 4)['value'] = '9'.repeat(50))],
  ...['(5.00', '5.00)', '-(5.00)', '.', '()', '1,25.00', '12,345,67', '1.', '5.00 USD', '--5'].map(
    (text): Refusal => [
      `the amount ${text}`,
      (body) => (cellOf(body, 4)['value'] = text),
      /the amount of Invoice 7 cannot be read/u,
    ],
  ),
  ['an Id that is none', (body) => (cellOf(body, 1)['id'] = 'a\u0000b')],
  ...['14/01/2024', '2024-01-141', '12024-01-14', '', '2024-1-14'].map((text): Refusal => [
    `the date ${JSON.stringify(text)}`,
    (body) => (cellOf(body, 0)['value'] = text),
    /the date of Invoice 7 cannot be read/u,
  ]),
  [
    'a day that was not asked for',
    (body) => (cellOf(body, 0)['value'] = '2023-12-31'),
    /Invoice 7 is of 2023-12-31, and 2024-01-01 to 2024-12-31 was asked for/u,
  ],
  [
    'a day behind those that were asked for',
    (body) => (cellOf(body, 0)['value'] = '2025-01-01'),
    /Invoice 7 is of 2025-01-01/u,
  ],
  [
    'a column twice',
    (body) => body.Columns.Column.push({ ColType: 'txn_type' }),
    /several columns txn_type/u,
  ],
  [
    'more cells than columns',
    (body) => cellsOf(body).push({ value: '9' }),
    /Invoice 7 has 6 cells, and there are 5 columns/u,
  ],
  ['a heading that has the day and the number of a transaction', under([0, 2]), /may be a transaction/u],
  ['a heading that has the type and the number of a transaction', under([1, 2]), /may be a transaction/u],
  ['a heading that has the day and the amount of a transaction', under([0, 4]), /may be a transaction/u],
]

/** Puts such cells of the transaction, without its Id, above all. */
function under(places: readonly number[]): (body: Body) => void {
  return (body) => {
    const heading = cellsOf(body).map(({ value }, place) => ({ value: places.includes(place) ? value : '' }))
    body.Rows = { Row: [{ Header: { ColData: heading }, Rows: body.Rows }] }
  }
}

function cellsOf(body: Body): Record<string, unknown>[] {
  return (body.Rows['Row'] as { ColData: Record<string, unknown>[] }[])[0]?.ColData ?? []
}

function cellOf(body: Body, index: number): Record<string, unknown> {
  return cellsOf(body)[index] ?? {}
}

const each = refusals.map(([name, change, reason = /./u]) => [name, change, reason] as const)

test.each(each)('a report with %s is refused', async (_, change, reason) => {
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const keys = (request.query.get('columns') ?? '').split(',')
    const rows = [rowOf({ id: '7', date: '2024-01-14', type: 'Invoice', amount: '1.00' }, keys)]
    const body = reportOf({
      first: '2024-01-01',
      last: '2024-12-31',
      type: 'Invoice',
      keys,
      rows,
      shape: 'before',
    })
    change(body as Body)
    return json(body)
  })
  await expect(listed(server)).rejects.toMatchObject({
    code: 'QBO_REPORT_REFUSED',
    retryable: false,
    message: expect.stringMatching(reason),
    issues: [{ path: '', message: expect.stringMatching(reason) }],
  })
})
