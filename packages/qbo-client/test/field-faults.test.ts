import fc from 'fast-check'
import { createSimulator } from 'qbo-simulator'
import type { Simulator } from 'qbo-simulator'
import { search } from 'testkit/depth'
import { describe, expect, test } from 'vitest'
import type { QboClient, ScanPage } from '../src/index.js'
import { connect, grant } from './support/client.js'
import { isTokenRequest, json, startServer } from './support/http-server.js'
import { connectSimulator } from './support/simulated-company.js'

function simulate(entity: string, records: readonly Readonly<Record<string, unknown>>[]): Simulator {
  const rows = records.map((record, index) => ({ Id: String(index + 1), SyncToken: '0', ...record }))
  return createSimulator({ limits: false, companies: [{ records: { [entity]: rows } }] })
}

const at = (CreateTime: string, LastUpdatedTime = CreateTime) => ({
  MetaData: { CreateTime, LastUpdatedTime },
})

async function scanIds(
  client: QboClient,
  entity: 'Invoice' | 'Customer',
  pageSize: number,
  onPage: (page: ScanPage) => void = () => undefined,
): Promise<string[]> {
  const { count } = await client.count({ entity })
  const ids: string[] = []
  for await (const page of client.scan({
    entity,
    key: 'MetaData.CreateTime',
    plannedCount: count,
    pageSize,
  })) {
    ids.push(...page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id))
    onPage(page)
  }
  return ids
}

describe('paging', () => {
  test.each([
    [0, 250],
    [50, 1_500],
    [1_500, 0],
  ])('%i active and %i inactive records are all read (tap-quickbooks#160)', async (active, inactive) => {
    const records = Array.from({ length: active + inactive }, (_, index) => ({
      DisplayName: `Customer ${index}`,
      Active: index < active,
      ...at(new Date(1_700_000_000_000 + index * 1000).toISOString().replace('.000Z', '-00:00')),
    }))
    const { client } = connectSimulator(simulate('Customer', records))
    const ids = await scanIds(client, 'Customer', 1_000)
    expect(new Set(ids).size).toBe(active + inactive)
    expect(ids).toHaveLength(active + inactive)
  })

  test('17,940 invoices, the newest too, are read and their number is COUNT(*) (msp-skills#104)', async () => {
    const records = Array.from({ length: 17_940 }, (_, index) =>
      at(new Date(1_600_000_000_000 + index * 7_000).toISOString().replace('.000Z', '-00:00')),
    )
    const { client } = connectSimulator(simulate('Invoice', records))
    const ids = await scanIds(client, 'Invoice', 1_000)
    expect(new Set(ids).size).toBe(17_940)
    expect(ids.at(-1)).toBe('17940')
  })

  test('a record edited between two pages shifts no other out of sight (airbyte#21500)', async () => {
    const records = Array.from({ length: 25 }, (_, index) =>
      at(new Date(1_700_000_000_000 + index * 1000).toISOString().replace('.000Z', '-00:00')),
    )
    const simulator = simulate('Invoice', records)
    const { client } = connectSimulator(simulator)
    const ids = await scanIds(client, 'Invoice', 10, ({ records: [first] }) => {
      if (first !== undefined) simulator.edit('Invoice', first.Id, { PrivateNote: 'paid' })
    })
    expect(ids.map(Number).toSorted((a, b) => a - b)).toEqual(records.map((_, index) => index + 1))
  })

  test('records of the second that a cursor stands in are read, however late they came (airbyte#14732)', async () => {
    const second = '2026-01-01T00:00:00-08:00'
    const simulator = simulate('Invoice', [at(second), at(second)])
    const { client } = connectSimulator(simulator)
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 9, pageSize: 2 } as const
    const first = client.scan(options)[Symbol.asyncIterator]()
    const { value } = (await first.next()) as { value: ScanPage }
    simulator.create('Invoice', { Id: '3', ...at(second) })
    const ids: string[] = []
    for await (const page of client.scan({ ...options, cursor: value.cursor }))
      ids.push(...page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id))
    expect(ids).toEqual(['3'])
  })
})

test('the hour that comes twice is read by instant, not by text (Java-SDK#26)', async () => {
  // In text, 01:10 −08:00 stands before 01:30 −07:00; in time it is forty minutes after it.
  const records = [
    at('2025-11-02T01:10:00-08:00'),
    at('2025-11-02T01:30:00-07:00'),
    at('2025-11-02T01:20:00-08:00'),
  ]
  const { client } = connectSimulator(simulate('Invoice', records))
  const keys: string[] = []
  expect(await scanIds(client, 'Invoice', 1, ({ cursor }) => keys.push(cursor.key))).toEqual(['2', '1', '3'])
  expect(keys.slice(0, 3)).toEqual(['2025-11-02T08:30:00Z', '2025-11-02T09:10:00Z', '2025-11-02T09:20:00Z'])
})

test.each([
  ['top level', { Fault: { Error: [{ code: '4001' }] }, time: 'x' }],
  ['beside records', { QueryResponse: { Invoice: [{ Id: '1' }] }, Fault: { Error: [{ code: '4001' }] } }],
  ['lower case', { fault: { error: [{ code: '4001' }] } }],
  [
    'in one of the answers of CDC',
    { CDCResponse: [{ QueryResponse: [{}, { Fault: { Error: [{ code: '4001' }] } }] }] },
  ],
])('a fault inside HTTP 200 is never taken for data: %s (PHP-SDK#413)', async (_name, body) => {
  const server = await startServer((request) => (isTokenRequest(request) ? grant() : json(body)))
  const { client } = connect(server)
  await expect(client.query('SELECT * FROM Invoice')).rejects.toMatchObject({ code: 'QBO_QUERY_INVALID' })
})

test.each(['Fleur’t', 'Boot – Wolverine', 'Włodarski', '“Acme”'])(
  'a literal that the server’s lexer refuses is a clear error, sent once: %s (quickbooks-ruby#309)',
  async (value) => {
    const detail = 'Lexical error at line 1, column 40. Encountered: "\\u2019" (8217)'
    const fault = { Fault: { Error: [{ code: '4000', Message: 'QueryParserError', Detail: detail }] } }
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant() : json(fault, { status: 400 }),
    )
    const { client } = connect(server)
    const where = [{ field: 'DisplayName', operator: '=', value }] as const
    await expect(client.count({ entity: 'Customer', where })).rejects.toMatchObject({
      code: 'QBO_QUERY_INVALID',
      retryable: false,
      faults: [{ detail }],
    })
    expect(server.api).toHaveLength(1)
    expect(server.api[0]?.query.get('query')).toContain(value)
  },
)

test('any string that the server’s lexer takes survives the way through it, by GET and by POST; others are refused', async () => {
  const simulator = simulate('Customer', [])
  const { client } = connectSimulator(simulator)
  const latin = fc.nat({ max: 0xff }).map((code) => String.fromCodePoint(code))
  const text = fc.oneof(
    fc.string({ unit: latin, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("'", '\\', '%', ' ', ')', '"', '+', '&'), maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (middle, isLong) => {
      const name = `n${middle}${isLong ? 'x'.repeat(1_600) : ''}n`
      const { Id } = simulator.create('Customer', { DisplayName: name })
      const where = [{ field: 'DisplayName', operator: 'IN', value: [name, 'other'] }] as const
      const read = async (): Promise<string[]> => {
        const found: string[] = []
        for await (const page of client.pages({ entity: 'Customer', where }))
          found.push(...page.records.map((record) => record.Id))
        return found
      }
      // Not Latin-1: the live lexer refuses it (quickbooks-ruby#309), and so does the simulator.
      const isRefused = /[^\0-\u00ff]/u.test(name)
      const outcome = await read().catch((error: unknown) => (error as { code: unknown }).code)
      const found = Array.isArray(outcome) ? outcome.includes(Id) : outcome
      expect(found).toBe(isRefused ? 'QBO_QUERY_INVALID' : true)
    }),
    search({ quick: 100, deep: 1000 }),
  )
})
