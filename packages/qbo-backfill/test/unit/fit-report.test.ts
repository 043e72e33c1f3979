import type { EntityName } from 'qbo-client'
import { expect, test } from 'vitest'
import { fitReport } from '../../src/cli/output/fit-report.js'
import type { BackfillReport, EntityReport } from '../../src/verdict/report.js'

function entity(name: EntityName, status: 'yellow' | 'red' = 'yellow'): EntityReport {
  return {
    entity: name,
    status,
    expected: 1_234_567,
    loaded: 1_234_567,
    inserted: 1_234_567,
    updated: 0,
    unchanged: 0,
    stale: 0,
    rejected: 0,
    outsideRange: 0,
    totalAtSource: 1_234_567,
    apiCalls: 1240,
    durationMs: 123_456,
    segments: { done: 4, failed: 0 },
    findings: ['a sentence of some length about this entity '.repeat(10)],
  }
}

function report(entities: number): BackfillReport {
  return {
    runId: '0'.repeat(36),
    realmId: '9130350000000001',
    environment: 'production',
    from: '2015-01-01T00:00:00Z',
    to: '2026-01-01T00:00:00Z',
    timeZone: 'America/Guayaquil',
    status: 'yellow',
    entities: Array.from({ length: entities }, (_, index) =>
      entity(`ReimbursableEntity${index}` as EntityName),
    ),
    apiCalls: 50_000,
    durationMs: 3_600_000,
    settledBefore: '2026-01-01T00:00:00Z',
    notices: ['a notice '.repeat(50)],
  }
}

test('how numbers add up goes with them, and the missing rows only where there is room', () => {
  const whole = report(8)
  const missingRows = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, name: 'Acme '.repeat(9) }))
  const sums = { read: 9, proved: 8, changedSince: 0, missing: 1, refused: 0, left: 0, unconfirmed: 0 }
  const entities = whole.entities.map((one, index) =>
    index === 0 ? { ...one, reconciliation: { ...sums, missingRows } } : one,
  )
  const fitted = fitReport({ ...whole, notices: [], entities })
  expect(fitted.entities?.[0]?.reconciliation).toEqual({ ...sums, missingRows: [] })
  expect(fitted.entities?.[1]?.reconciliation).toBeUndefined()
})

test('a report of three entities goes whole', () => {
  expect(fitReport(report(3))).toEqual(report(3))
})

test('a report of all entities stays below 8 KB and keeps the numbers', () => {
  const fitted = fitReport(report(39))
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(8000)
  expect(fitted.status).toBe('yellow')
  expect(fitted.entities?.[38]).toMatchObject({ expected: 1_234_567, loaded: 1_234_567, apiCalls: 1240 })
})

test('the last line of a red run says why, however many entities there are', () => {
  const many = report(39)
  const red = { ...many, entities: [...many.entities.slice(1), entity('Invoice', 'red')] }
  const fitted = fitReport(red)
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(8000)
  expect(fitted.entities?.at(-1)?.findings[0]).toMatch(/^a sentence of some length/u)
})

test('why there is no witness is cut where a report does not fit whole', () => {
  const nothing = { found: 0, lost: 0, deleted: 0, unlisted: 0, differing: 0 }
  const reason = 'QuickBooks says no, '.repeat(20)
  const witness = {
    ...nothing,
    outcome: 'notWitnessed' as const,
    reason,
    transactions: 0,
    sum: null,
    currency: '',
  }
  const whole = report(12)
  const entities = whole.entities.map((one, index) => (index === 0 ? { ...one, witness } : one))
  const fitted = fitReport({ ...whole, entities })
  expect(fitted.entities?.[0]?.witness?.reason).toBe(reason.slice(0, 80))
})
