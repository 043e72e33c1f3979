import { expect, test } from 'vitest'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'

/** Answers every question with nothing. */
async function emptyCompany() {
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    if (request.path.endsWith('/cdc')) return json({ CDCResponse: [{ QueryResponse: [{}] }] })
    if (request.path.includes('/reports/')) return json({ Header: { ReportName: 'ProfitAndLoss' } })
    const statement = request.query.get('query') ?? request.body
    return statement.includes('COUNT') ? json({ QueryResponse: { totalCount: 0 } }) : rows('Invoice', [])
  })
  return { server, ...connect(server) }
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const page of pages) void page
}

test('every read of records asks for all custom fields, a count and a report for none', async () => {
  const { client, server } = await emptyCompany()
  const invoices = { entity: 'Invoice' } as const
  await drain(client.scan({ ...invoices, key: 'MetaData.CreateTime', plannedCount: 0 }))
  await drain(client.pages(invoices))
  await drain(client.readByIds('Invoice', ['1', '2']))
  // So many that the statement is sent as a body.
  await drain(
    client.readByIds(
      'Invoice',
      Array.from({ length: 400 }, (_, id) => String(id)),
    ),
  )
  await client.readById('Invoice', '1')
  await client.cdc(['Invoice'], new Date().toISOString())
  await client.query('SELECT * FROM Invoice')
  const reads = server.api.length
  await client.count(invoices)
  await client.report('ProfitAndLoss')
  const included = server.api.map(({ query }) => query.get('include'))
  expect(included.slice(0, reads)).toEqual(Array.from({ length: 7 }, () => 'enhancedAllCustomFields'))
  expect(included.slice(reads)).toEqual([null, null])
  expect(server.api.map(({ method }) => method)).toContain('POST')
})

test('inventory adjustments are scanned by TxnDate and tax payments read whole, both without CDC', async () => {
  const { client, server } = await emptyCompany()
  const where = [{ field: 'TxnDate', operator: '>=', value: '2026-01-01' }] as const
  const key = 'MetaData.CreateTime'
  await drain(client.scan({ entity: 'InventoryAdjustment', where, key, plannedCount: 0 }))
  await drain(client.pages({ entity: 'TaxPayment' }))
  expect(server.api.map(({ query }) => query.get('query'))).toEqual([
    "SELECT * FROM InventoryAdjustment WHERE TxnDate >= '2026-01-01' ORDERBY MetaData.CreateTime ASC STARTPOSITION 1 MAXRESULTS 1000",
    'SELECT * FROM TaxPayment STARTPOSITION 1 MAXRESULTS 1000',
  ])
  await expect(client.cdc(['InventoryAdjustment', 'TaxPayment'], new Date().toISOString())).rejects.toThrow(
    'change data capture does not know InventoryAdjustment, TaxPayment',
  )
  await expect(drain(client.scan({ entity: 'TaxPayment', key, plannedCount: 0 }))).rejects.toThrow(
    'TaxPayment cannot be ordered by time',
  )
})
