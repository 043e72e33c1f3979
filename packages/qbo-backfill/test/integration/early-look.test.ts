import { afterEach, expect, test } from 'vitest'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }

test('what a page brings that has changed since it was told what had is told before it is proved', async () => {
  company = await startCompany('PostgreSQL', { invoices: 30 })
  const { simulator } = company
  const [edited] = simulator.records('Invoice').map(({ Id }) => Id)
  let told: () => void = () => undefined
  const whenTold = new Promise<void>((resolve) => (told = resolve))
  company.source.subscribe((event) => {
    if (event.type === 'request.completed' && event.kind === 'cdc') told()
  })
  const stop = simulator.onRequest(async ({ statement }) => {
    if (statement?.startsWith('SELECT * FROM Invoice') !== true) return
    await whenTold
    stop()
    simulator.edit('Invoice', edited ?? '', { PrivateNote: 'later' })
  })
  const report = await company.run({ ...range, entities: ['invoices'] })
  expect(report.status).toBe('green')
  expect(report.entities[0]?.reconciliation).toMatchObject({ proved: 29, changedSince: 1, missing: 0 })
  expect(simulator.requests.filter(({ path }) => path.endsWith('/cdc')).length).toBeGreaterThan(1)
})
