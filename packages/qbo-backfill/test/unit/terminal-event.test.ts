import { describe, expect, test } from 'vitest'
import { readArguments } from '../../src/cli/input/arguments.js'
import { exitCodeOfError, exitCodeOfReport, StopRequest } from '../../src/cli/output/exit-code.js'
import { fitReport } from '../../src/cli/output/fit-report.js'
import type { BackfillReport, EntityReport } from '../../src/verdict/report.js'
import { firstThatFits, fitList } from '../../src/cli/output/terminal-event.js'

function entity(more: Partial<EntityReport> = {}): EntityReport {
  return {
    entity: 'Invoice',
    status: 'green',
    expected: 1,
    loaded: 1,
    inserted: 0,
    updated: 0,
    unchanged: 1,
    stale: 0,
    rejected: 0,
    outsideRange: 0,
    totalAtSource: 1,
    apiCalls: 1,
    durationMs: 1,
    segments: { done: 1, failed: 0 },
    findings: [],
    ...more,
  }
}

function report(
  entities: readonly EntityReport[],
  status: BackfillReport['status'] = 'green',
): BackfillReport {
  return {
    runId: 'run',
    realmId: '1',
    environment: 'sandbox',
    from: '2024-01-01T00:00:00Z',
    to: '2025-01-01T00:00:00Z',
    timeZone: 'UTC',
    status,
    entities,
    apiCalls: 1,
    durationMs: 1,
    settledBefore: '2025-01-01T00:00:00Z',
    notices: [],
  }
}

describe('a report that is too long for a terminal event', () => {
  const long = (count: number, text: number, more: Partial<EntityReport> = {}): BackfillReport =>
    report(
      Array.from({ length: count }, (_, index) =>
        entity({
          entity: `Entity${index}` as EntityReport['entity'],
          findings: ['x'.repeat(text), 'second'],
          ...more,
        }),
      ),
      'red',
    )

  test('gives up its long texts first, then all numbers that are nought, then its entities', () => {
    const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))
    expect(fitReport(long(1, 100)).entities?.[0]).toMatchObject({ findings: ['x'.repeat(100), 'second'] })
    expect(fitReport(long(15, 1000)).entities?.[0]).toMatchObject({
      findings: ['x'.repeat(120)],
      totalAtSource: 1,
    })
    expect(fitReport(long(25, 1000)).entities?.[0]).not.toHaveProperty('totalAtSource')
    expect(fitReport(long(25, 1000, { status: 'red' })).entities?.[0]).toMatchObject({
      findings: ['x'.repeat(80)],
    })
    expect(fitReport(long(45, 1000)).entities?.[0]).not.toHaveProperty('stale')
    expect(fitReport(long(400, 10))).toEqual({
      runId: 'run',
      status: 'red',
      apiCalls: 1,
      durationMs: 1,
      shortened: true,
    })
    for (const count of [1, 15, 25, 45, 400])
      expect(bytes(fitReport(long(count, 1000)))).toBeLessThanOrEqual(7500)
  })

  test('is the first of several forms that fits, else the last', () => {
    const [tooLong, short] = ['x'.repeat(9000), 'short']
    expect(firstThatFits([tooLong, short])).toBe(short)
    expect(firstThatFits([short, tooLong])).toBe(short)
    expect(firstThatFits([tooLong])).toBe(tooLong)
  })
})

describe('the exit code', () => {
  test('of a report tells failed segments before a red check', () => {
    const failed = entity({ segments: { done: 0, failed: 1 } })
    expect(
      [report([entity()]), report([failed], 'red'), report([entity()], 'red')].map(exitCodeOfReport),
    ).toEqual([0, 4, 5])
  })

  test('of an error is its own, else a bug, whatever was thrown', () => {
    expect(
      [
        new StopRequest({ en: 'x', es: 'x' }, 143),
        { code: 7 },
        undefined,
        Object.assign(new Error('x'), { code: 'QBO_FORBIDDEN' }),
      ].map(exitCodeOfError),
    ).toEqual([143, 1, 1, 3])
  })
})

test('a number is a whole one, or it is refused', () => {
  const typed = (value?: string) =>
    readArguments(
      { flags: value === undefined ? {} : { deep: value }, operands: [] },
      { name: 'verify', takes: ['deep'], examples: ['verify', 'verify'] },
      {},
    )
  expect([typed('12').number('deep'), typed().number('deep')]).toEqual([12, undefined])
  expect(() => typed('1.5')).toThrowError(expect.objectContaining({ code: 'BACKFILL_INVALID_OPTIONS' }))
})

test('a list that fits stays whole, and one that does not is cut where a terminal event ends', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ id: index, message: 'ñ'.repeat(100) }))
  expect(fitList(items.slice(0, 10))).toEqual({ fitted: items.slice(0, 10), shortened: false })
  const { fitted, shortened } = fitList(items)
  expect(shortened).toBe(true)
  expect(fitted).toEqual(items.slice(0, fitted.length))
  expect(fitted.length).toBeGreaterThan(20)
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(7000)
  expect(fitList([])).toEqual({ fitted: [], shortened: false })
})
