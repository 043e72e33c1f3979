import { createRawSink } from 'qbo-raw-sink'
import { afterEach, expect, test } from 'vitest'
import { startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

test('a row that was marked as deleted in a moment of blindness is back after the next run, which is green', async () => {
  company = await startCompany('PostgreSQL', { invoices: 20 })
  const range = { from: '2020-01-01', to: '2025-01-01', entities: ['invoices'] }
  const { status, realmId, runId } = await company.run(range)
  expect(status).toBe('green')
  const { db } = company
  const sink = createRawSink({ db })
  const everything = { realmId, entity: 'Invoice', where: {} }
  const [id = ''] = await sink.idsLive(db, everything)
  // As the proof does it when QuickBooks does not find an Id.
  await sink.tombstone(db, { realmId, entity: 'Invoice', stubs: [{ id }], runId })
  expect(await sink.idsLive(db, everything)).not.toContain(id)
  expect(await company.run(range)).toMatchObject({
    status: 'green',
    entities: [{ expected: 20, loaded: 20 }],
  })
  expect(await sink.idsLive(db, everything)).toContain(id)
  expect(await storedRows(company, 'qb_invoices')).toHaveLength(20)
})
