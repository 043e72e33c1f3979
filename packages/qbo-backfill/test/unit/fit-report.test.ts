import type { EntityName } from 'qbo-client'
import { expect, test } from 'vitest'
import { terminalLine } from '../../src/cli/output/terminal-event.js'
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

/** The report of the last line, and whether anything of it is cut. */
function fitted(report: BackfillReport): BackfillReport & { readonly shortened?: boolean } {
  const line = terminalLine({ type: 'run.completed', report })
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8192)
  const { shortened, report: said } = JSON.parse(line) as { shortened?: boolean; report: BackfillReport }
  return shortened === undefined ? said : { ...said, shortened }
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

test('how numbers add up goes with them, and of the missing rows what there is room for', () => {
  const whole = report(8)
  const missingRows = Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, name: 'Acme '.repeat(9) }))
  const sums = { read: 9, proved: 8, changedSince: 0, missing: 1, refused: 0, left: 0, unconfirmed: 0 }
  const entities = whole.entities.map((one, index) =>
    index === 0 ? { ...one, reconciliation: { ...sums, missingRows } } : one,
  )
  const said = fitted({ ...whole, notices: [], entities })
  expect(said.entities[0]?.reconciliation).toMatchObject(sums)
  expect(said.entities[0]?.reconciliation?.missingRows.length).toBeLessThan(100)
  expect(said.entities[1]?.reconciliation).toBeUndefined()
})

test('a report of three entities goes whole', () => {
  expect(fitted(report(3))).toEqual(report(3))
})

test('a report of all entities stays below 8 KB and keeps the numbers', () => {
  const said = fitted(report(39))
  expect(said).toMatchObject({ status: 'yellow', shortened: true })
  expect(said.entities).toHaveLength(39)
  expect(said.entities[38]).toMatchObject({ expected: 1_234_567, loaded: 1_234_567, apiCalls: 1240 })
})

test('the last line of a red run says why, however many entities there are', () => {
  const many = report(39)
  const said = fitted({ ...many, entities: [...many.entities.slice(1), entity('Invoice', 'red')] })
  expect(said.entities.at(-1)?.findings[0]).toMatch(/^a sentence of some length/u)
  expect(said.entities[0]).not.toHaveProperty('findings')
})

test('gives up its long texts first, then numbers that are nought, then its entities, and says so', () => {
  const long = (count: number): BackfillReport => ({
    ...report(count),
    entities: report(count).entities.map((one) => ({ ...one, findings: ['x'.repeat(1000), 'second'] })),
  })
  expect(fitted(long(12)).entities[0]).toMatchObject({
    findings: [expect.stringMatching(/^x{79,199}…$/u), 'second'],
    totalAtSource: 1_234_567,
  })
  expect(fitted(long(24)).entities[0]).toMatchObject({ stale: 0 })
  expect(fitted(long(24)).entities[0]).not.toHaveProperty('totalAtSource')
  expect(fitted(long(39)).entities[0]).not.toHaveProperty('stale')
  expect(fitted(long(400))).toMatchObject({ apiCalls: 50_000, entities: [], shortened: true })
})

test.each([12, 24, 39, 400])('the place of the evidence stays whole beside %i entities', (count) => {
  const evidence = `/mnt/${'a folder of a company/'.repeat(40)}`
  const line = terminalLine({ type: 'run.completed', report: report(count), evidence })
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8192)
  expect(JSON.parse(line)).toMatchObject({ shortened: true, evidence })
})

test('what is longer than any path is cut as any text', () => {
  const line = terminalLine({ type: 'run.completed', report: report(39), evidence: 'ñ'.repeat(5000) })
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8192)
  expect(JSON.parse(line)).toMatchObject({ report: { runId: '0'.repeat(36) } })
})

test('a list of anything else is cut at its end', () => {
  const triggers = Array.from({ length: 100 }, (_, id) => ({ id, message: 'ñ'.repeat(100) }))
  const said = JSON.parse(terminalLine({ type: 'trigger.completed', total: 100, triggers })) as {
    total: number
    triggers: readonly object[]
  }
  expect(said.total).toBe(100)
  expect(said.triggers.length).toBeGreaterThan(10)
  expect(said.triggers).toEqual(
    triggers.slice(0, said.triggers.length).map((one) => expect.objectContaining({ id: one.id }) as unknown),
  )
})
