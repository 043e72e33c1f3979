import { expect, test } from 'vitest'
import { BackfillError } from '../../src/errors.js'
import type { BackfillReport } from '../../src/verdict/report.js'
import { settlementOf } from '../../src/trigger/settlement.js'

function report(status: 'green' | 'yellow' | 'red', failed: number): { readonly report: BackfillReport } {
  return {
    report: { status, entities: [{ status, segments: { done: 1, failed }, findings: ['a row is lost'] }] },
  } as unknown as { report: BackfillReport }
}

function withCode(code: string, retryable: boolean): Error {
  return Object.assign(new Error('why'), { code, retryable })
}

test('green and yellow complete a trigger, and red leaves it to a person', () => {
  expect(settlementOf(report('green', 0))).toEqual({ step: 'complete', message: 'green' })
  expect(settlementOf(report('yellow', 0))).toEqual({ step: 'complete', message: 'yellow' })
  expect(settlementOf(report('red', 0))).toEqual({ step: 'fail', message: 'red: a row is lost' })
})

test.for([
  ['failed segments', report('red', 2), 'interrupt'],
  [
    'a realm that is taken',
    { error: new BackfillError('BACKFILL_LOCKED', 'x'), stopped: false },
    'interrupt',
  ],
  [
    'a realm that was taken over',
    { error: new BackfillError('BACKFILL_LEASE_LOST', 'x'), stopped: false },
    'interrupt',
  ],
  ['a network that is down', { error: withCode('QBO_NETWORK', true), stopped: false }, 'interrupt'],
  ['a stop', { error: new Error('Stopped by SIGTERM'), stopped: true }, 'interrupt'],
  [
    'a dead refresh token',
    { error: withCode('QBO_REAUTHORIZATION_REQUIRED', false), stopped: false },
    'fail',
  ],
  ['wrong options', { error: new BackfillError('BACKFILL_PLAN_CHANGED', 'x'), stopped: false }, 'fail'],
  ['a bug', { error: new TypeError('x'), stopped: false }, 'fail'],
] as const)('after %s, the step is as hosts retry: %s', ([, end, step]) => {
  expect(settlementOf(end).step).toBe(step)
})

test('an error is remembered by its code and its words', () => {
  const { message } = settlementOf({ error: withCode('QBO_NETWORK', true), stopped: false })
  expect(message).toBe('QBO_NETWORK: why')
})
