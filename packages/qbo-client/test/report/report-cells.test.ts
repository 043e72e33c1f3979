import { expect, test } from 'vitest'
import type { ReportedTransaction } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { json, startServer } from '../support/http-server.js'
import { reportOf, rowOf } from '../support/report-server.js'

async function listed(
  server: { readonly url: string },
  { from = '2024-01-01', to = '2025-01-01' } = {},
): Promise<readonly ReportedTransaction[]> {
  const found: ReportedTransaction[] = []
  const asked = { types: ['Invoice'], from, to, multicurrency: false } as const
  for await (const part of connect(server).client.transactionList(asked)) found.push(...part.transactions)
  return found
}

const days = Array.from({ length: 21 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 20 + day)).toISOString().slice(0, 10),
)

test('an answer of 400,000 cells may be a part, whether it says so or not', async () => {
  const more = Array.from({ length: 3_996 }, (_, column) => `more_${column}`)
  const booked = days.slice(0, 20).flatMap((date) =>
    Array.from({ length: 5 }, (_, index) => ({
      id: `${date}.${index}`,
      date,
      type: 'Invoice',
      amount: '1.00',
    })),
  )
  const shown: number[] = []
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const [first, last] = [request.query.get('start_date') ?? '', request.query.get('end_date') ?? '']
    const keys = [...(request.query.get('columns') ?? '').split(','), ...more]
    const found = booked.filter(({ date }) => date >= first && date <= last).slice(0, 99)
    shown.push(found.length)
    const rows = found.map((one) => rowOf(one, keys))
    return json(reportOf({ first, last, type: 'Invoice', keys, rows, shape: 'before' }))
  })
  const found = await listed(server, { from: days[0] ?? '', to: days[20] ?? '' })
  expect(found.map(({ id }) => id).toSorted()).toEqual(booked.map(({ id }) => id))
  expect(shown[0]).toBe(99)
})

test('when a transaction was last changed is told as the report says it, or not at all', async () => {
  const said = ['2026-01-02T03:04:05-08:00', '']
  const server = await startServer((request) => {
    if (request.path === '/token') return grant()
    const keys = (request.query.get('columns') ?? '').split(',')
    const rows = said.map((value, index) => {
      const row = rowOf({ id: String(index), date: '2024-01-02', type: 'Invoice', amount: '1.00' }, keys)
      row.ColData[3] = { value }
      return row
    })
    return json(
      reportOf({ first: '2024-01-01', last: '2024-12-31', type: 'Invoice', keys, rows, shape: 'after' }),
    )
  })
  const found = await listed(server)
  expect(found.map(({ lastModified }) => lastModified)).toEqual([said[0], undefined])
  expect(found.map(({ currency }) => currency)).toEqual(['USD', 'USD'])
})
