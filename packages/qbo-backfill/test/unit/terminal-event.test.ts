import { describe, expect, test } from 'vitest'
import { readArguments } from '../../src/cli/input/arguments.js'
import { exitCodeOfError, exitCodeOfReport, StopRequest } from '../../src/cli/output/exit-code.js'
import type { BackfillReport, EntityReport } from '../../src/verdict/report.js'

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
