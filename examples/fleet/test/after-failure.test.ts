import { BackfillError } from 'qbo-backfill'
import { QboError } from 'qbo-client'
import { expect, test } from 'vitest'
import { afterFailure } from '../src/work/after-failure.ts'

const now = Date.parse('2026-11-30T12:00:00Z')
const waits = (error: unknown, attempt: number): number => {
  const after = afterFailure(error, attempt, now)
  return 'runAt' in after ? after.runAt.getTime() - now : Infinity
}

test('what may pass is tried again after a while that doubles, up to a quarter of an hour', () => {
  const away = new BackfillError('BACKFILL_DATABASE_UNAVAILABLE', 'away', { retryable: true })
  expect([1, 2, 3, 20].map((attempt) => waits(away, attempt))).toEqual([5000, 10_000, 20_000, 900_000])
  expect(waits(new BackfillError('BACKFILL_LOCKED', 'taken'), 1)).toBe(5000)
})

test('a month that is spent and a pause that was asked for are waited for, and a slice goes on at once', () => {
  const spent = new BackfillError('BACKFILL_BUDGET_SPENT', 'spent', {
    retryable: true,
    resumeAfter: '2026-12-01T08:00:00Z',
  })
  expect(waits(spent, 1)).toBe(20 * 3_600_000)
  expect(waits(new BackfillError('BACKFILL_TIME_SPENT', 'over', { retryable: true }), 9)).toBe(0)
  const asked = new QboError('QBO_THROTTLED', 'later', { retryable: true, retryAfterMs: 3_600_000 })
  expect(Math.abs(waits(asked, 1) - (Date.now() - now) - 3_600_000)).toBeLessThan(5000)
})

test('what only a person can change is kept for that person', () => {
  for (const error of [new QboError('QBO_REAUTHORIZATION_REQUIRED', 'dead'), new Error('a bug')])
    expect(afterFailure(error, 1, now)).toEqual({ needsPerson: true })
})
