import { createSimulator } from 'qbo-simulator'
import { expect, test } from 'vitest'
import type { EntityName, QboClient, QueryScope } from '../../src/index.js'
import { connectSimulator } from '../support/simulated-company.js'

const scan = { key: 'MetaData.CreateTime', plannedCount: 1 } as const

/** Never called: what it says is for the compiler. */
function refusedByTheCompiler(client: QboClient): void {
  // @ts-expect-error Invoice has no Active: asking for it is fault 4001 (tap-quickbooks#87)
  client.scan({ entity: 'Invoice', ...scan, where: [{ field: 'Active', operator: '=', value: true }] })
  // @ts-expect-error Ids cannot be ordered
  client.scan({ entity: 'Invoice', ...scan, where: [{ field: 'Id', operator: '>', value: '1' }] })
  // @ts-expect-error references cannot be filtered (quickbooks-mcp#8)
  client.scan({ entity: 'Bill', ...scan, where: [{ field: 'VendorRef', operator: '=', value: '1' }] })
  // @ts-expect-error LIKE is for text
  client.scan({ entity: 'Invoice', ...scan, where: [{ field: 'TxnDate', operator: 'LIKE', value: '2026%' }] })
  // @ts-expect-error IN takes a list
  client.scan({ entity: 'Item', ...scan, where: [{ field: 'Name', operator: 'IN', value: 'a' }] })
  // @ts-expect-error a flag is true or false
  client.scan({ entity: 'Item', ...scan, where: [{ field: 'Active', operator: '=', value: 'true' }] })
  const times = [{ field: 'MetaData.CreateTime', operator: '>=', value: '2026-01-01T00:00:00Z' }] as const
  // @ts-expect-error tax codes cannot be filtered by time (tap-quickbooks#179)
  void client.count({ entity: 'TaxCode', where: times })
  // @ts-expect-error there is no such field to order by
  client.pages({ entity: 'Customer', orderBy: 'CustomerRef' })
  // @ts-expect-error there is no such entity (quickbooks-ruby#628)
  void client.count({ entity: 'TaxService' })
}

/** Never called either: an entity that is only known when the program runs takes any condition. */
function acceptedByTheCompiler(client: QboClient, entity: EntityName, scope: QueryScope): void {
  client.scan({ entity, ...scan, where: [{ field: 'Active', operator: '=', value: true }] })
  void client.count(scope)
  client.pages({ entity: 'Customer', orderBy: 'DisplayName' })
}

test('the compiler has read what it refuses and what it accepts', () => {
  expect([refusedByTheCompiler, acceptedByTheCompiler]).toHaveLength(2)
})

test('typed conditions reach the server, each operator and kind of value', async () => {
  const simulator = createSimulator({ limits: false, companies: [{ records: {} }] })
  simulator.create('Customer', { DisplayName: 'Ana', Balance: 5, Job: false })
  simulator.create('Customer', { DisplayName: 'Berta', Balance: 50, Job: true })
  const { client } = connectSimulator(simulator)
  const count = async (where: QueryScope<'Customer'>['where']): Promise<number> =>
    (await client.count({ entity: 'Customer', where })).count
  expect(await count([{ field: 'Balance', operator: '>', value: 10 }])).toBe(1)
  expect(await count([{ field: 'DisplayName', operator: 'LIKE', value: '%a%' }])).toBe(2)
  expect(await count([{ field: 'DisplayName', operator: 'IN', value: ['Ana', 'Carla'] }])).toBe(1)
  expect(await count([{ field: 'Active', operator: 'IN', value: [true] }])).toBe(2)
  expect(await count([{ field: 'Job', operator: '=', value: true }])).toBe(1)
})
