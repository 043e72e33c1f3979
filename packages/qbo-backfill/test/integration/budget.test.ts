import { afterEach, expect, test } from 'vitest'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01', entities: ['invoices'] }

test('a run stops before it spends more calls than it may, over all its resumes', async () => {
  company = await startCompany('PostgreSQL', { invoices: 5000 })
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
