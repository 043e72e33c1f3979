import { expect, test } from 'vitest'
import { BackfillError } from '../../src/errors.js'
import { endsRun, isRetryable } from '../../src/run/failure.js'
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
  [withCode('QBO_REAUTHORIZATION_REQUIRED'), true],
  [withCode('42501'), true],
  [withCode('SINK_FORBIDDEN', { cause: withCode('42501') }), true],
  [withCode('QBO_NETWORK'), false],
  [withCode('40P01'), false],
  [withCode(7), false],
  ['text', false],
])('what every other segment would meet too ends the run (%#)', (error, expected) => {
  expect(endsRun(error)).toBe(expected)
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
