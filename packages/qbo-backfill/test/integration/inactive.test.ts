import { afterEach, expect, test } from 'vitest'
import { databases, startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

test.each(databases)('inactive customer types, tax codes and rates are read too, into %s', async (kind) => {
  company = await startCompany(kind, { customers: 1, items: 1, invoices: 1 })
  const time = '2019-04-10T15:18:04-07:00'
  const MetaData = { CreateTime: time, LastUpdatedTime: time }
  for (const entity of ['CustomerType', 'TaxCode', 'TaxRate']) {
    company.simulator.create(entity, { Name: 'In use', Active: true, MetaData })
    company.simulator.create(entity, { Name: 'Retired', Active: false, MetaData })
  }
  const entities = ['customer_types', 'tax_codes', 'tax_rates']
  const report = await company.run({ entities, from: '2000-01-01', to: '2024-01-01' })
  expect(report.status).toBe('green')
  for (const entity of entities) {
    const rows = await storedRows(company, `qb_${entity}`)
    const names = rows.map(({ payload }) => (JSON.parse(payload) as { Name: string }).Name)
    expect(new Set(names)).toEqual(new Set(['In use', 'Retired']))
  }
})
