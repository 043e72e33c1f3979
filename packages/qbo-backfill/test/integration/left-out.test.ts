import { afterEach, describe, expect, test } from 'vitest'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01' }

describe('an entity that cannot be read', () => {
  test.each([
    ['permission-denied', 'QBO_FORBIDDEN', 'yellow'],
    ['unknown-entity', 'QBO_QUERY_INVALID', 'green'],
    ['feature-not-supported', 'QBO_FEATURE_UNAVAILABLE', 'green'],
  ] as const)('for %s is left out, and the report says so', async (kind, code, status) => {
    company = await startCompany('PostgreSQL', { invoices: 5 })
    company.simulator.inject({ kind, times: 9, match: { entity: 'Department' } })
    const report = await company.run({ ...range, entities: ['departments', 'items'] })
    expect(report.entities.map(({ entity }) => entity)).toEqual(['Item'])
    expect([report.status, report.leftOut]).toEqual([status, [{ entity: 'Department', code, status }]])
    expect(report.notices.filter((notice) => notice.startsWith('Department: left out'))).toHaveLength(1)
  })

  test('ends the run where it is all that was asked for', async () => {
    company = await startCompany('PostgreSQL', { invoices: 5 })
    company.simulator.inject({ kind: 'permission-denied', times: 9 })
    await expect(company.run({ ...range, entities: ['departments', 'items'] })).rejects.toMatchObject({
      code: 'QBO_FORBIDDEN',
    })
  })
})
