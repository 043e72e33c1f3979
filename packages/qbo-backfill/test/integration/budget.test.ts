import { afterEach, expect, test } from 'vitest'
import { eventError } from '../../src/index.js'
import { openedStore } from '../../src/store/store.js'
import { databasesInDepth, startCompany, type TestCompany } from '../company.js'
import { thinInvoices } from '../thin-invoices.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01', entities: ['invoices'] }

test('a run stops before it spends more calls than it may, over all its resumes', async () => {
  company = await startCompany('PostgreSQL', { invoicesAlone: thinInvoices(5000) })
  company.callsSince()
  await expect(company.run({ ...range, maxApiCalls: 4 })).rejects.toMatchObject({
    code: 'BACKFILL_BUDGET_SPENT',
    retryable: true,
  })
  expect(company.callsSince()).toBe(4)
  await expect(company.run({ ...range, maxApiCalls: 6 })).rejects.toMatchObject({
    code: 'BACKFILL_BUDGET_SPENT',
  })
  expect(company.callsSince()).toBe(2)
  const report = await company.run({ ...range, maxApiCalls: 30 })
  expect(report.entities[0]).toMatchObject({ inserted: 5000, loaded: 5000 })
  expect(report.apiCalls).toBe(6 + company.callsSince())
})

test('retries count against the budget', async () => {
  company = await startCompany('PostgreSQL')
  company.callsSince()
  company.simulator.inject({ kind: 'bad-gateway', times: 2 })
  await expect(company.run({ ...range, maxApiCalls: 3 })).rejects.toMatchObject({
    code: 'BACKFILL_BUDGET_SPENT',
  })
  expect(company.callsSince()).toBe(3)
})

test.each(databasesInDepth)(
  '%s: the month of the app ends where it says, whoever spends it, and a raised budget goes on',
  async (kind) => {
    company = await startCompany(kind, { invoicesAlone: thinInvoices(5000) })
    const { store } = company
    company.callsSince()
    await expect(company.run({ ...range, monthlyCallBudget: 4 })).rejects.toMatchObject({
      code: 'BACKFILL_BUDGET_SPENT',
      retryable: true,
      resumeAfter: expect.stringMatching(/^\d{4}-\d{2}-01T0[78]:00:00Z$/u) as string,
    })
    expect(company.callsSince()).toBe(4)
    const report = await company.run({ ...range, monthlyCallBudget: 1000 })
    expect(report.entities[0]).toMatchObject({ inserted: 5000, loaded: 5000 })
    // What was not used of the blocks is given back.
    const spent = 4 + company.callsSince()
    expect((await store.monthCalls(company.source.clientId)).taken).toBe(spent)
    await company.verify({ ...range })
    expect((await store.monthCalls(company.source.clientId)).taken).toBe(spent + company.callsSince())
    const taken = await store.monthCalls(company.source.clientId)
    await expect(company.verify({ ...range, monthlyCallBudget: taken.taken })).rejects.toMatchObject({
      code: 'BACKFILL_BUDGET_SPENT',
    })
    expect(company.callsSince()).toBe(0)
  },
)

test('a run whose time is over ends with its place saved, and the next goes on from there', async () => {
  company = await startCompany('PostgreSQL', { invoices: 6000, latencyMs: 300 })
  const ends: unknown[] = []
  do {
    const slice = company.run({ ...range, concurrency: 1, maxDurationMs: 1500, witness: false })
    ends.push(await slice.catch((error: unknown) => eventError(error)))
  } while ('code' in (ends.at(-1) as object))
  expect(ends.length).toBeGreaterThan(1)
  expect(ends.at(-1)).toMatchObject({ status: 'green' })
  for (const end of ends.slice(0, -1))
    expect(end).toMatchObject({ code: 'BACKFILL_TIME_SPENT', retryable: true })
  const pages = company.events.filter(({ type }) => type === 'page.written')
  // Nothing is read twice.
  expect(pages.reduce((sum, page) => sum + ('inserted' in page ? page.inserted : 0), 0)).toBe(6000)
  expect(pages.reduce((sum, page) => sum + ('unchanged' in page ? page.unchanged : 0), 0)).toBe(0)
})

test('a run waits for nothing longer than its time: neither for a company that is taken nor for a pause', async () => {
  company = await startCompany('PostgreSQL')
  const { realmId, environment } = company.source
  const lease = await openedStore(company.store)!.acquireLease({
    realmId,
    environment,
    waitMs: 0,
    signal: undefined,
    onWait: () => undefined,
  })
  const started = performance.now()
  await expect(company.run({ ...range, waitForLeaseMs: 60_000, maxDurationMs: 100 })).rejects.toMatchObject({
    code: 'BACKFILL_TIME_SPENT',
  })
  expect(performance.now() - started).toBeLessThan(15_000)
  await lease.release()
})
