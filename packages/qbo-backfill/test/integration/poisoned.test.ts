import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { afterEach, expect, test } from 'vitest'
import { startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01', entities: ['invoices'] }

test('an invoice that QuickBooks cannot give is named in the rejects, and all the others are stored', async () => {
  company = await startCompany('PostgreSQL', { invoices: 1010 })
  const [culprit] = company.simulator.records('Invoice')
  const cure = company.simulator.poison('Invoice', culprit?.Id ?? '')
  const report = await company.run(range)
  expect(report.status).toBe('red')
  expect(report.entities[0]).toMatchObject({ expected: 1010, loaded: 1009, inserted: 1009, rejected: 1 })
  const rejects = await sql<{ reason: string; detail: { second: string; fault: { code: string } } }>`
    SELECT reason, detail FROM raw.qb_rejects`.execute(company.db)
  expect(rejects.rows).toMatchObject([{ reason: 'poisoned', detail: { fault: { code: '4002' } } }])
  expect(Date.parse(rejects.rows[0]?.detail.second ?? '')).toBe(
    Date.parse(culprit?.MetaData?.CreateTime ?? ''),
  )

  await createRawSink({ db: company.db }).acknowledgeRejects(company.db, { realmId: report.realmId })
  expect((await company.run(range)).status).toBe('yellow')

  cure()
  expect((await company.run(range)).status).toBe('green')
  expect(await storedRows(company, 'qb_invoices')).toHaveLength(1010)
  // And what was listed of it is settled, though nobody can tell by an Id which of the invoices it was.
  const open = await sql`SELECT FROM raw.qb_rejects WHERE resolved_at IS NULL`.execute(company.db)
  expect(open.rows).toEqual([])
})

test('an invoice that QuickBooks gives again before anybody acknowledged it is red no longer', async () => {
  company = await startCompany('PostgreSQL', { invoices: 30, retries: 0 })
  const [culprit] = company.simulator.records('Invoice')
  const cure = company.simulator.poison('Invoice', culprit?.Id ?? '')
  expect((await company.run(range)).status).toBe('red')
  cure()
  expect((await company.run(range)).status).toBe('green')
})
