import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entityNames, examine, listRuns, openDatabase, planBackfill, pruneRuns } from '../../src/index.js'
import { databases, startCompany, type TestCompany } from '../company.js'

const range = { entities: ['customers', 'invoices'], from: '2020-01-01', to: '2025-06-01' }
let company: TestCompany
let database: TestDatabase

beforeAll(async () => {
  company = await startCompany('PostgreSQL', { customers: 10, items: 5, invoices: 30 })
  database = await createTestDatabase()
})
afterAll(async () => {
  await company.close()
  await database.drop()
})

test('a run is planned before it is made: what it will read, and what it costs', async () => {
  const forecast = await planBackfill({
    source: company.source,
    ...range,
    entities: entityNames(range.entities),
  })
  company.callsSince()
  const report = await company.run(range)
  expect(forecast.entities.map(({ entity, expected }) => [entity, expected])).toEqual(
    report.entities.map(({ entity, expected }) => [entity, expected]),
  )
  expect(forecast.segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(40)
  expect(Math.abs(forecast.apiCalls - company.callsSince())).toBeLessThanOrEqual(2)
})

test('runs are listed, the newest first, and forgotten', async () => {
  const { db, source } = company
  const { realmId } = source
  await company.run(range)
  const [newest, ...older] = await listRuns({ db, realmId })
  expect(newest).toMatchObject({
    status: 'green',
    entities: ['Customer', 'Invoice'],
    records: 40,
    attempts: 1,
  })
  expect(older.length).toBeGreaterThan(0)
  expect(await listRuns({ db, realmId, limit: 1 })).toEqual([newest])
  expect(await pruneRuns({ db, realmId, keep: 0 })).toEqual({ removed: older.length, kept: 1 })
  expect(await listRuns({ db, realmId })).toEqual([newest])
})

test.each(databases)(
  'a run is told to be running while it is, and stopped once it was cut short, on %s',
  async (kind) => {
    const own = await startCompany(kind, { customers: 10, items: 5, invoices: 30, latencyMs: 100 })
    const status = async (): Promise<unknown> =>
      (await listRuns({ db: own.db, realmId: own.source.realmId }))[0]?.status
    try {
      const stop = new AbortController()
      let during: unknown
      const look = async (): Promise<void> => {
        during = await status()
        stop.abort(new Error('stopped'))
      }
      let last: unknown
      const cut = own.run({
        ...range,
        signal: stop.signal,
        onEvent(event) {
          if (event.type === 'plan.created') void look()
          last = event
        },
      })
      await expect(cut).rejects.toThrow('stopped')
      expect(last).toMatchObject({
        type: 'run.aborted',
        error: { code: 'ABORTED', message: 'stopped', retryable: true },
      })
      expect([during, await status()]).toEqual(['running', 'stopped'])
      await own.run(range)
      expect(await status()).toBe('green')
    } finally {
      await own.close()
    }
  },
)

test.each(databases)(
  'a company that is being run is run by no other store of the same database, on %s',
  async (kind) => {
    // Three rounds of this are longer than the second and a half for which the other waits in any case.
    const own = await startCompany(kind, { customers: 10, items: 5, invoices: 30, latencyMs: 1000 })
    try {
      const both = await Promise.allSettled([own.run(range), own.run(range)])
      const refused = both.flatMap((run) =>
        run.status === 'rejected' ? [(run.reason as Error).message] : [],
      )
      expect(refused).toEqual([expect.stringContaining('is being run by')])
    } finally {
      await own.close()
    }
  },
)

test('a database that holds nothing yet has no runs, and is examined without a company', async () => {
  const opened = await openDatabase(database.url)
  try {
    const findings = await examine({ database: opened, databaseUrl: database.url })
    expect(findings.filter(({ status }) => status === 'fail')).toEqual([])
    expect(findings.map(({ name }) => name)).toContain('rights')
    expect(await listRuns({ db: opened.db, realmId: '1' })).toEqual([])
    expect(await pruneRuns({ db: opened.db, realmId: '1', keep: 3 })).toEqual({ removed: 0, kept: 0 })
  } finally {
    await opened.close()
  }
})

test('what is wrong with the options is said by name', async () => {
  await expect(listRuns({ db: company.db, realmId: 'acme' })).rejects.toThrow(/realmId/u)
  await expect(pruneRuns({ db: company.db, realmId: '1', keep: -1 })).rejects.toThrow(/keep/u)
  await expect(planBackfill({ source: company.source, ...range, entities: [] })).rejects.toThrow(/entities/u)
})
