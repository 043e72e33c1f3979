import { createSimulator, generateCompany } from 'qbo-simulator'
import { expect, test } from 'vitest'
import { createQboClient, memoryTokenStore } from '../../src/index.js'

test('a company is listed whole, also what queries hide', async () => {
  const simulator = createSimulator({
    companies: [generateCompany({ invoices: 3000, customers: 20, items: 10 })],
    limits: false,
  })
  simulator.hide('Invoice', '1001')
  const client = createQboClient({
    environment: 'sandbox',
    realmId: simulator.realmIds[0] ?? '',
    clientId: simulator.clientId,
    clientSecret: simulator.clientSecret,
    seedRefreshToken: simulator.refreshToken(),
    tokenStore: memoryTokenStore(),
    fetch: (input, init) => simulator.handle(new Request(input, init)),
    rateLimit: false,
  })
  const types = ['Invoice', 'ReceivePayment'] as const
  const ids: string[] = []
  for await (const part of client.transactionList({
    types,
    from: '2022-01-01',
    to: '2025-01-01',
    multicurrency: false,
  }))
    ids.push(...part.transactions.map((one) => one.id))
  expect(new Set(ids).size).toBe(3000)
  expect(ids).toHaveLength(3000)
  expect(ids).toContain('1001')
  expect(await client.count({ entity: 'Invoice' })).toMatchObject({ count: 2999 })
})
