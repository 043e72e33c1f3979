import fc from 'fast-check'
import { createSimulator, generateCompany } from 'qbo-simulator'
import type { ApiFaultKind, TokenFaultKind } from 'qbo-simulator'
import { expect, onTestFinished, test } from 'vitest'
import { createClientWith } from '../src/client.js'
import { memoryTokenStore } from '../src/index.js'
import type { QboClientOptions, ScanPage } from '../src/index.js'
import { createTestClock } from './support/test-clock.js'

async function simulate(more: Partial<QboClientOptions> = {}) {
  const simulator = createSimulator({
    limits: false,
    companies: [generateCompany({ seed: 3, invoices: 1_100, customers: 20, items: 10 })],
  })
  const server = await simulator.listen()
  onTestFinished(async () => server.close())
  const realmId = simulator.realmIds[0] ?? ''
  const client = createClientWith(
    {
      environment: 'sandbox',
      realmId,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      tokenStore: memoryTokenStore(),
      seedRefreshToken: simulator.refreshToken(realmId),
      apiBaseUrl: server.apiBaseUrl,
      tokenUrl: server.tokenUrl,
      rateLimit: false,
      timeoutMs: 2_000,
      ...more,
    },
    { clock: createTestClock(Date.now()), random: () => 0.5 },
  )
  return { simulator, client }
}

const freshIds = (pages: readonly ScanPage[]): string[] =>
  pages.flatMap((page) => page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id))

test.each(['MetaData.CreateTime', 'MetaData.LastUpdatedTime'] as const)(
  'a scan by %s reads the whole company',
  async (key) => {
    const { simulator, client } = await simulate()
    for (const entity of ['Invoice', 'Customer', 'Item'] as const) {
      const { count } = await client.count({ entity })
      const pages: ScanPage[] = []
      for await (const page of client.scan({ entity, key, plannedCount: count })) pages.push(page)
      const expected = simulator.records(entity).map((record) => record['Id'])
      expect(new Set(freshIds(pages))).toEqual(new Set(expected))
      expect(freshIds(pages)).toHaveLength(count)
    }
  },
)

test('the client and the simulator agree on CDC, single records, the company and the clock', async () => {
  const { simulator, client } = await simulate()
  const [first, second] = simulator.records('Invoice').map((record) => String(record['Id']))
  const { time } = await client.count({ entity: 'Invoice' })
  simulator.setNow(simulator.now() + 5_000)
  simulator.edit('Invoice', first ?? '', { PrivateNote: 'edited' })
  simulator.remove('Invoice', second ?? '')
  const answer = await client.cdc(['Invoice', 'Customer'], time ?? '')
  expect(answer.changes.flatMap(({ deleted }) => deleted.map(({ id }) => id))).toEqual([second])
  expect(await client.readById('Invoice', first ?? '')).toMatchObject({ PrivateNote: 'edited' })
  expect(await client.readById('Invoice', second ?? '')).toBeUndefined()
  expect(await client.companyInfo()).toHaveProperty('CompanyName')
})

test('any name survives the way through the simulator’s parser', async () => {
  const { simulator, client } = await simulate()
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom("'", '\\', ' ', 'a', 'B', '%', '(', ')', '"', 'ñ', '+', '&', '='),
        minLength: 1,
        maxLength: 12,
      }),
      async (tail) => {
        const name = `n${tail}n`
        const { Id } = simulator.create('Customer', { DisplayName: name })
        const found = []
        const where = [{ field: 'DisplayName', operator: '=', value: name }] as const
        for await (const page of client.pages({ entity: 'Customer', where }))
          found.push(...page.records.map((record) => record.Id))
        expect(found).toContain(Id)
      },
    ),
    { numRuns: 100 },
  )
})

test('a second with more records than a page holds is read whole, in whatever order its ties come', async () => {
  const { simulator, client } = await simulate()
  const at = '2025-03-01T12:00:00Z'
  for (let index = 0; index < 2_300; index += 1) {
    simulator.create('PaymentMethod', {
      Name: `Method ${index}`,
      MetaData: { CreateTime: at, LastUpdatedTime: at },
    })
  }
  const { count } = await client.count({ entity: 'PaymentMethod' })
  const pages: ScanPage[] = []
  for await (const page of client.scan({
    entity: 'PaymentMethod',
    key: 'MetaData.CreateTime',
    plannedCount: count,
  }))
    pages.push(page)
  expect(new Set(freshIds(pages)).size).toBe(count)
  expect(freshIds(pages)).toHaveLength(count)
})

test.each<ApiFaultKind>([
  'throttled',
  'server-error',
  'bad-gateway',
  'maintenance',
  'gateway-timeout',
  'unauthorized',
  'unauthorized-xml',
  'wrong-cluster',
  'authentication-hiccup',
  'no-destination',
  'empty-body',
  'truncated',
  'reset',
  'reset-mid-body',
  'hang',
  'hang-mid-body',
  'over-return',
  'short-page',
])('a scan goes on after the fault %s', async (kind) => {
  const { simulator, client } = await simulate({ timeoutMs: 300 })
  const { count } = await client.count({ entity: 'Invoice' })
  simulator.inject({ kind })
  const pages: ScanPage[] = []
  for await (const page of client.scan({
    entity: 'Invoice',
    key: 'MetaData.CreateTime',
    plannedCount: count,
  }))
    pages.push(page)
  expect(new Set(freshIds(pages)).size).toBe(count)
})

test.each<TokenFaultKind>([
  'token-server-error',
  'token-throttled',
  'token-html',
  'token-empty-body',
  'token-reset',
  'token-lost-answer',
  'token-hang',
])('a login survives the fault %s', async (kind) => {
  const { simulator, client } = await simulate({ timeoutMs: 300 })
  simulator.inject({ kind })
  expect((await client.count({ entity: 'Invoice' })).count).toBe(1_100)
})
