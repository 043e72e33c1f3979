import { describe, expect, test } from 'vitest'
import type { PagesOptions, PositionPage } from '../../src/index.js'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'

type Serve = (records: readonly { Id: string }[], start: number, limit: number) => readonly { Id: string }[]
const plain: Serve = (records, start, limit) => records.slice(start - 1, start - 1 + limit)

async function company(total: number, serve: Serve = plain, entity = 'Invoice') {
  const records = Array.from({ length: total }, (_, index) => ({ Id: String(index + 1) }))
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const [, start, limit] =
      /STARTPOSITION (\d+) MAXRESULTS (\d+)/.exec(request.query.get('query') ?? '') ?? []
    return rows(entity, serve(records, Number(start), Number(limit)))
  })
  return { server, ...connect(server, { rateLimit: false }) }
}

async function collect(
  client: { pages(options: PagesOptions): AsyncIterable<PositionPage> },
  options: PagesOptions,
) {
  const ids: string[] = []
  let pages = 0
  for await (const page of client.pages(options)) {
    pages += 1
    ids.push(...page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id))
  }
  return { ids, pages }
}

test.each([0, 1, 9, 10, 11, 20, 1000, 2000])(
  '%i records are read exactly once each (quickbooks-python#4)',
  async (total) => {
    const pageSize = total >= 1000 ? 1000 : 10
    const { client } = await company(total)
    const { ids, pages } = await collect(client, { entity: 'Invoice', pageSize })
    expect(ids).toHaveLength(total)
    expect(new Set(ids).size).toBe(total)
    expect(pages).toBe(Math.ceil(total / pageSize))
  },
)

describe('a server with moods', () => {
  test('that gives one more than asked loses no record (node-quickbooks#89)', async () => {
    const { client } = await company(95, (records, start, limit) => plain(records, start, limit + 1))
    expect((await collect(client, { entity: 'Invoice', pageSize: 10 })).ids).toHaveLength(95)
  })

  test('that gives fewer than asked loses no record', async () => {
    const { client } = await company(95, (records, start, limit) =>
      plain(records, start, Math.max(1, limit - (start % 7))),
    )
    expect((await collect(client, { entity: 'Invoice', pageSize: 10 })).ids).toHaveLength(95)
  })

  test('that ignores paging ends (.NET-SDK#351)', async () => {
    const { client, server } = await company(5, (records) => records, 'TaxClassification')
    expect((await collect(client, { entity: 'TaxClassification' })).ids).toHaveLength(5)
    expect(server.api).toHaveLength(3)
  })
})

test('the conditions stand on every page (mcp-server#13), positions are disjoint and 1-based (tap-quickbooks#84)', async () => {
  const { client, server } = await company(25)
  const where = [{ field: 'TxnDate', operator: '>=', value: '2026-01-01' }] as const
  await collect(client, { entity: 'Invoice', pageSize: 10, where })
  const statements = server.api.map((request) => request.query.get('query'))
  expect(statements).toEqual(
    [1, 11, 21, 26].map(
      (start) => `SELECT * FROM Invoice WHERE TxnDate >= '2026-01-01' STARTPOSITION ${start} MAXRESULTS 10`,
    ),
  )
})

test('a page too heavy is asked for at half the size, which grows back', async () => {
  const timeout: Reply = {
    status: 504,
    body: '<IntuitResponse><Fault type="SERVICE"><Error code="6002"><Message>message=GatewayTimeout; errorCode=006002; statusCode=504</Message></Error></Fault></IntuitResponse>',
  }
  const records = Array.from({ length: 100 }, (_, index) => ({ Id: String(index + 1) }))
  const limits: number[] = []
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const [, start, limit] = (
      /STARTPOSITION (\d+) MAXRESULTS (\d+)/.exec(request.query.get('query') ?? '') ?? []
    ).map(Number)
    limits.push(limit ?? 0)
    // Record 50 is the heavy one.
    const isHeavy = (start ?? 0) <= 50 && (start ?? 0) + (limit ?? 0) > 50 && (limit ?? 0) > 5
    return isHeavy
      ? timeout
      : rows('Invoice', records.slice((start ?? 1) - 1, (start ?? 1) - 1 + (limit ?? 0)))
  })
  const { ids } = await collect(connect(server).client, { entity: 'Invoice', pageSize: 40 })
  expect(ids).toHaveLength(100)
  expect(limits.slice(0, 8)).toEqual([40, 40, 40, 20, 20, 10, 10, 5])
  expect(Math.max(...limits.slice(8))).toBe(40)
})

test('records by Id come in chunks, inactive ones too, and those that are gone are absent', async () => {
  const seen: string[] = []
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const statement = request.query.get('query') ?? request.body
    seen.push(`${request.method} ${statement.slice(0, 60)}`)
    const ids = [...statement.matchAll(/'(\d+)'/g)].map(([, id]) => ({ Id: id ?? '' }))
    return rows(
      'Customer',
      ids.filter(({ Id }) => Id !== '7'),
    )
  })
  const { client } = connect(server)
  const ids: string[] = []
  const asked = Array.from({ length: 900 }, (_, index) => String(index + 1))
  for await (const page of client.readByIds('Customer', asked))
    ids.push(...(page.poisoned === undefined ? page.records.map(({ Id }) => Id) : []))
  expect(ids).toHaveLength(899)
  // Only an answer that holds none tells that the seventh is gone.
  expect(seen).toHaveLength(4)
  expect(seen[0]).toMatch(/^POST SELECT \* FROM Customer WHERE Id IN \('1', /)
  expect(seen[1]).toContain("WHERE Id IN ('7')")
  expect(await client.readById('Customer', '12')).toEqual({ Id: '12' })
  expect(await client.readById('Customer', '7')).toBeUndefined()
  expect(server.api.at(-1)?.query.get('query')).toContain('AND Active IN (true, false)')
})

test('what a short page leaves out is asked for again by its Ids, though others go meanwhile', async () => {
  const there = new Set(['1', '2', '3', '4', '5', '6', '7', '8'])
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const statement = request.query.get('query') ?? request.body
    const asked = [...statement.matchAll(/'(\d+)'/g)].map(([, id]) => id ?? '')
    const found = asked.filter((id) => there.has(id)).slice(0, 3)
    for (const id of found.slice(0, 1)) there.delete(id)
    return rows(
      'Invoice',
      found.map((Id) => ({ Id })),
    )
  })
  const { client } = connect(server)
  const ids: string[] = []
  for await (const page of client.readByIds('Invoice', [...there, '99']))
    ids.push(...(page.poisoned === undefined ? page.records.map(({ Id }) => Id) : []))
  expect(ids).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
})

test('the records of an entity with an alias, or in another case, are found', async () => {
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const start = request.query.get('query')?.includes('STARTPOSITION 1 ')
    return json({ QueryResponse: start === true ? { CreditCardPaymentTxn: [{ Id: '1' }] } : {} })
  })
  const { client } = connect(server)
  for await (const page of client.pages({ entity: 'CreditCardPayment' })) {
    expect(page.recordsPath).toEqual(['QueryResponse', 'CreditCardPaymentTxn'])
  }
})

test('the records of another entity than asked for are no answer', async () => {
  const server = await startServer((request) =>
    isTokenRequest(request) ? grant() : rows('Item', [{ Id: '1' }]),
  )
  const { client } = connect(server, { retries: 0 })
  await expect(collect(client, { entity: 'Invoice' })).rejects.toMatchObject({
    code: 'QBO_UNEXPECTED_RESPONSE',
  })
})
