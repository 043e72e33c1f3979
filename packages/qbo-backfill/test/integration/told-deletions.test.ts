import type { CdcAnswer, EntityName } from 'qbo-client'
import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany
afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }
const small = { customers: 5, items: 3, invoices: 60, retries: 0 }
const dayMs = 86_400_000

async function isLive(table: string, id: string): Promise<boolean> {
  return (await storedRows(company, table)).some((row) => row.id === id && !row.deleted)
}

/** CDC calls this record deleted, as of when it is asked; the rest of what it says is true. */
function denying(entity: EntityName, id: string, LastUpdatedTime?: string): Source {
  return {
    ...company.source,
    async cdc(...question): Promise<CdcAnswer> {
      const answer = await company.source.cdc(...question)
      const at = LastUpdatedTime ?? new Date(company.simulator.now()).toISOString()
      const stub = { Id: id, status: 'Deleted', MetaData: { LastUpdatedTime: at } }
      const text = JSON.stringify({ CDCResponse: [{ QueryResponse: [{ [entity]: [stub] }] }] })
      const recordsPath = ['CDCResponse', '0', 'QueryResponse', '0', entity]
      const deleted = [{ id, lastUpdatedTime: at }]
      return { ...answer, text, changes: [{ entity, recordsPath, records: [stub], deleted }] }
    },
  }
}

test('deletions are looked up, 400 a call, and a sync that is told of none makes no call for them', async () => {
  company = await startCompany('PostgreSQL', { ...small, invoices: 450 })
  await company.run({ ...range, entities: ['invoices'] })
  company.callsSince()
  expect(await company.sync()).toMatchObject({ status: 'green' })
  expect(company.callsSince()).toBe(1)
  const records = company.simulator.records('Invoice')
  company.simulator.setNow(company.simulator.now() + 600_000)
  for (const { Id } of records.slice(0, 3)) company.simulator.remove('Invoice', Id)
  expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ tombstoned: 3 }] })
  expect(company.callsSince()).toBe(2)
  company.simulator.setNow(company.simulator.now() + 600_000)
  for (const { Id } of records.slice(3, 410)) company.simulator.remove('Invoice', Id)
  expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ tombstoned: 407 }] })
  expect(company.callsSince()).toBe(3)
})

test.each([
  ['Invoice', 'invoices', 'qb_invoices'],
  ['Customer', 'customers', 'qb_customers'],
] as const)(
  'a %s that is called deleted and that a query gives stays; it is not known, until the next sync has looked again',
  async (entity, word, table) => {
    company = await startCompany('PostgreSQL', small)
    await company.run({ ...range, entities: [word] })
    const { id = '' } = (await storedRows(company, table))[0] ?? {}
    const told = await company.sync({ source: denying(entity, id) })
    expect(told).toMatchObject({ status: 'yellow', entities: [{ tombstoned: 0, deletionsKnown: false }] })
    expect(told.entities[0]?.findings.join()).toContain('a query still gives')
    expect(await isLive(table, id)).toBe(true)
    expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ tombstoned: 0 }] })
    expect(await isLive(table, id)).toBe(true)
    company.callsSince()
    expect(await company.sync()).toMatchObject({ status: 'green' })
    expect(company.callsSince()).toBe(1)
  },
)

test('one that was changed when it is called deleted is a change', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const id = company.simulator.records('Invoice')[0]?.Id ?? ''
  company.simulator.setNow(company.simulator.now() + dayMs)
  company.simulator.edit('Invoice', id, { PrivateNote: 'changed' })
  const changed = company.simulator.records('Invoice').find(({ Id }) => Id === id)
  const source = denying('Invoice', id, changed?.MetaData?.LastUpdatedTime)
  expect(await company.sync({ source })).toMatchObject({
    status: 'green',
    entities: [{ tombstoned: 0, updated: 1 }],
  })
  expect((await storedRows(company, 'qb_invoices')).find((row) => row.id === id)?.payload).toContain(
    'changed',
  )
})

test('a deletion that may not be looked up is not known, and remembered', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [first, second] = company.simulator.records('Invoice').map(({ Id }) => Id) as [string, string]
  company.simulator.setNow(company.simulator.now() + dayMs)
  for (const id of [first, second]) company.simulator.remove('Invoice', id)
  let isRefused = true
  company.simulator.inject({
    kind: 'no-destination',
    match: ({ statement = '' }) =>
      isRefused && statement.includes('Id IN') && statement.includes(`'${first}'`),
    times: 1000,
  })
  const report = await company.sync()
  expect(report).toMatchObject({ status: 'yellow', entities: [{ tombstoned: 1, deletionsKnown: false }] })
  expect([await isLive('qb_invoices', first), await isLive('qb_invoices', second)]).toEqual([true, false])
  company.simulator.setNow(company.simulator.now() + dayMs)
  isRefused = false
  expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ tombstoned: 1 }] })
  expect(await isLive('qb_invoices', first)).toBe(false)
})
