import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01' }

test('a check of the caller’s own that throws, or answers what is no answer, is a red check', async () => {
  company = await startCompany('PostgreSQL', { invoices: 5 })
  const report = await company.run({
    ...range,
    entities: ['items'],
    checks: [
      { name: 'throws', check: () => Promise.reject(new Error('no\0thing')) },
      { name: 'says nothing', check: () => undefined as never },
      { name: 'says purple', check: () => ({ status: 'purple' as never, message: 'hm' }) },
      { name: 'holds what JSON cannot', check: () => ({ status: 'green', message: '', details: { n: 1n } }) },
      { name: 'answers at once', check: () => ({ status: 'green', message: 'well \uD800 done\0' }) },
    ],
  })
  expect(report.status).toBe('red')
  const stored = await sql<{ name: string; status: string; message: string }>`
    SELECT name, status, message FROM qbo_backfill.checks WHERE run_id = ${report.runId}`.execute(company.db)
  const of = (name: string): string | undefined => stored.rows.find((row) => row.name === name)?.status
  expect(
    ['throws', 'says nothing', 'says purple', 'holds what JSON cannot', 'answers at once'].map(of),
  ).toEqual(['red', 'red', 'red', 'red', 'green'])
  expect(stored.rows.find(({ name }) => name === 'throws')?.message).toContain(
    'the check "throws" failed: no',
  )
})

test('a page sink that fails is named, and not called a record that could not be read', async () => {
  company = await startCompany('PostgreSQL', { invoices: 5 })
  const failure = Object.assign(new Error('the bucket is gone'), { code: '42P01' })
  const report = await company.run({
    ...range,
    entities: ['items'],
    pageSink: { write: () => Promise.reject(failure) },
  })
  expect(report.status).toBe('red')
  expect(report.entities[0]?.findings[0]).toMatch(
    /could not be delivered to the page sink.*BACKFILL_PAGE_SINK_FAILED.*the bucket is gone/u,
  )
  const failed = company.events.find((event) => event.type === 'segment.failed')
  expect(failed).toMatchObject({
    error: {
      code: 'BACKFILL_PAGE_SINK_FAILED',
      message: expect.stringContaining('the bucket is gone'),
      retryable: false,
    },
  })
})
