import { afterEach, expect, test } from 'vitest'
import { liveIds, startCompany, type TestCompany } from '../company.js'
import { lyingSource } from '../lying-source.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01' }

test('what every count called empty when the run was planned is counted again, and read', async () => {
  company = await startCompany('PostgreSQL', { invoices: 20 })
  let counts = 0
  const source = lyingSource(company.source, {
    // COUNT(*) of all and of the range.
    counts: (_, truth) => ((counts += 1) <= 2 ? 0 : truth),
  })
  const report = await company.run({ ...range, source, entities: ['invoices'] })
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(20)
  expect(report.entities[0]).toMatchObject({ expected: 20, loaded: 20 })
})

test.each([
  ['with and without a range', () => true],
  ['of a range', (isOfRange: boolean) => isOfRange],
])('what every count %s calls empty is read all the same, and is not green', async (_, isLie) => {
  company = await startCompany('PostgreSQL')
  const source = lyingSource(company.source, {
    counts: ({ entity, where = [] }, truth) => (entity === 'Customer' && isLie(where.length > 0) ? 0 : truth),
  })
  const all = { from: '2000-01-01', to: '2100-01-01' }
  const report = await company.run({ ...all, source })
  expect(report.entities[0]).toMatchObject({ entity: 'Customer', status: 'red', loaded: 30 })
  expect(await liveIds(company, 'qb_customers')).toHaveLength(30)
  expect(await company.run(all)).toMatchObject({ status: 'green' })
})
