import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { BackfillError } from '../../src/errors.js'
import { eventError } from '../../src/events.js'
import { askedToWaitMs, endsRun, isDataException, isRetryable, isSpent } from '../../src/failure/failure.js'
import { settlementOf } from '../../src/trigger/settlement.js'

function withCode(code: unknown, more: object = {}): Error {
  return Object.assign(new Error('words'), { code, ...more })
}

test.each<[string, unknown, boolean]>([
  ['an error of ours that says so', new BackfillError('BACKFILL_LOCKED', 'x', { retryable: true }), true],
  ['one that does not', new BackfillError('BACKFILL_LOCKED', 'x'), false],
  ['an error of the client that says so', withCode('QBO_NETWORK', { retryable: true }), true],
  [
    'one that says no, whatever is behind it',
    withCode('QBO_FAULT', { retryable: false, cause: withCode('ECONNRESET') }),
    false,
  ],
  ['a connection that broke', withCode('ECONNRESET'), true],
  ['a deadlock', withCode('40P01'), true],
  ['a statement that was cancelled', withCode('57014'), true],
  ['a transaction that took too long', withCode('25P04'), true],
  ['a syntax error', withCode('42601'), false],
  ['a code that is no text', withCode(7), false],
  ['what lies behind another error', new Error('x', { cause: withCode('57P01') }), true],
  ['a socket that closed', new Error('Connection terminated unexpectedly'), true],
  ['an error of any kind', new Error('x'), false],
  ['a text', 'x', false],
])('%s may pass: see %#', (_name, error, expected) => {
  expect(isRetryable(error)).toBe(expected)
})

test.each<[unknown, boolean]>([
  [withCode('22007'), true],
  [new Error('x', { cause: withCode('22P02') }), true],
  [withCode('23505'), false],
  [new Error('x'), false],
  ['22007', false],
])('a value that an expression cannot take is told from other errors (%#)', (error, expected) => {
  expect(isDataException(error)).toBe(expected)
})

test('an error of another realm is looked at as one of ours', () => {
  const refused: unknown = runInNewContext(
    'const refused = Object.assign(new Error("x"), { code: "ECONNREFUSED" }); new Error("outer", { cause: refused })',
  )
  expect(refused instanceof Error).toBe(false)
  expect(isRetryable(refused)).toBe(true)
  expect(eventError(refused)).toEqual({ code: 'Error', message: 'outer', retryable: true })
})

test('a cause that leads back to its error is looked at once', () => {
  const error = new Error('outer', { cause: new Error('inner') })
  ;(error.cause as Error).cause = error
  expect([isRetryable(error), isDataException(error), endsRun(error)]).toEqual([false, false, false])
})

test.each([
  ['QBO_REAUTHORIZATION_REQUIRED', true],
  ['QBO_SUBSCRIPTION_ENDED', true],
  ['QBO_COMPANY_UNAVAILABLE', true],
  ['QBO_FORBIDDEN', false],
])('%s is met by every segment, and ends the run: %s', (code, ends) => {
  expect(endsRun(withCode(code))).toBe(ends)
})

test('what was allowed is used up by calls or by time, and by nothing else', () => {
  const codes = ['BACKFILL_BUDGET_SPENT', 'BACKFILL_TIME_SPENT', 'BACKFILL_LOCKED', undefined]
  expect(codes.map((code) => isSpent(withCode(code)))).toEqual([true, true, false, false])
})

test('what a page sink of the caller’s stumbles over is no matter of our database', () => {
  const cause = withCode('42P01')
  expect([endsRun(cause), endsRun(new BackfillError('BACKFILL_PAGE_SINK_FAILED', 'x', { cause }))]).toEqual([
    true,
    false,
  ])
})

test.each<[unknown, boolean]>([
  [withCode('QBO_REAUTHORIZATION_REQUIRED'), true],
  [withCode('42501'), true],
  [withCode('SINK_FORBIDDEN', { cause: withCode('42501') }), true],
  [withCode('QBO_NETWORK'), false],
  [withCode('QBO_TOKEN_REQUEST_REFUSED'), true],
  [withCode('QBO_THROTTLED', { retryable: true, retryAfterMs: 120_001 }), true],
  [withCode('QBO_SERVER_ERROR', { retryable: true, retryAfterMs: 3_600_000 }), true],
  [withCode('QBO_THROTTLED', { retryable: true, retryAfterMs: 120_000 }), false],
  [withCode('QBO_THROTTLED', { retryable: true }), false],
  [withCode('40P01'), false],
  [withCode(7), false],
  ['text', false],
])('what every other segment would meet too ends the run (%#)', (error, expected) => {
  expect(endsRun(error)).toBe(expected)
})

test('how long QuickBooks asked to be left alone is known also behind another error', () => {
  const throttled = withCode('QBO_THROTTLED', { retryAfterMs: 5000 })
  expect(askedToWaitMs(new Error('x', { cause: throttled }))).toBe(5000)
  expect(askedToWaitMs(withCode('QBO_THROTTLED', { retryAfterMs: 'soon' }))).toBeUndefined()
  expect(askedToWaitMs('text')).toBeUndefined()
})

test('a trigger tells what is known of its end', () => {
  expect(settlementOf({ error: 'text', stopped: false })).toEqual({ step: 'fail', message: 'text' })
  expect(settlementOf({ error: withCode('CODE'), stopped: false })).toEqual({
    step: 'fail',
    message: 'CODE: words',
  })
  const red = { status: 'red', entities: [{ status: 'red', segments: { failed: 0 }, findings: [] }] }
  expect(settlementOf({ report: red as never })).toEqual({ step: 'fail', message: 'red' })
})
