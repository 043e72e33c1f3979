import { expect, test } from 'vitest'
import {
  exitCodeOfError,
  exitCodeOfReport,
  exitCodes,
  StopRequest,
  firstExitCode,
} from '../../src/cli/output/exit-code.js'
import { BackfillError } from '../../src/errors.js'
import { spanishErrors } from '../../src/failure/spanish-errors.js'
import type { BackfillReport } from '../../src/verdict/report.js'

function report(status: 'green' | 'yellow' | 'red', failed: number): BackfillReport {
  return { status, entities: [{ segments: { done: 1, failed } }] } as unknown as BackfillReport
}

test('green and yellow are done, red is 5, and segments that failed come before red', () => {
  expect(exitCodeOfReport(report('green', 0))).toBe(0)
  expect(exitCodeOfReport(report('yellow', 0))).toBe(0)
  expect(exitCodeOfReport(report('red', 0))).toBe(5)
  expect(exitCodeOfReport(report('red', 1))).toBe(4)
})

test.for([
  ['BACKFILL_INVALID_OPTIONS', 2],
  ['BACKFILL_PLAN_CHANGED', 2],
  ['BACKFILL_LOCKED', 6],
  ['BACKFILL_LEASE_LOST', 6],
] as const)('%s ends with %i', ([code, exitCode]) => {
  expect(exitCodeOfError(new BackfillError(code, 'x'))).toBe(exitCode)
})

test('authorization is 3, what may pass is 75, what nobody foresaw is 1, and a stop has its own code', () => {
  expect(
    exitCodeOfError(
      Object.assign(new Error('x'), { code: 'QBO_REAUTHORIZATION_REQUIRED', retryable: false }),
    ),
  ).toBe(3)
  expect(exitCodeOfError(Object.assign(new Error('x'), { code: 'QBO_NETWORK', retryable: true }))).toBe(75)
  expect(exitCodeOfError(new TypeError('x'))).toBe(1)
  expect(exitCodeOfError(new StopRequest({ en: 'x', es: 'x' }, 143))).toBe(143)
})

/** Those that may be tried again end with 75; of the others that have no exit code nobody knows better than "bug". */
const withoutExit = [
  'BACKFILL_BUDGET_SPENT',
  'BACKFILL_DATABASE_UNAVAILABLE',
  'BACKFILL_TIME_SPENT',
  'QBO_AUTHORIZATION_FAILED',
  'QBO_GATEWAY_TIMEOUT',
  'QBO_NETWORK',
  'QBO_QUERY_INVALID',
  'QBO_QUERY_UNPROCESSABLE',
  'QBO_REFRESH_FAILED',
  'QBO_SERVER_ERROR',
  'QBO_THROTTLED',
  'QBO_TIMEOUT',
  'SINK_DATABASE',
  'SINK_INVALID_PAGE',
]

test('no code of ours ends as a bug because somebody forgot it', () => {
  const isBug = (code: string): boolean =>
    exitCodeOfError(Object.assign(new Error('x'), { code, retryable: false })) === exitCodes.bug
  expect(Object.keys(spanishErrors).filter(isBug).toSorted()).toEqual(withoutExit)
})

test.for(['42501', '42P01', '3D000', '28P01', '25006'])(
  'a database that answers %s is to be set up: 2',
  (code) => {
    const refused = Object.assign(new Error('permission denied'), { code })
    expect(exitCodeOfError(refused)).toBe(2)
    expect(exitCodeOfError(new Error('Could not write', { cause: refused }))).toBe(2)
  },
)

test('tables that are missing or forbidden to the role are configuration', () => {
  for (const code of ['SINK_NOT_MIGRATED', 'SINK_FORBIDDEN']) {
    expect(exitCodeOfError(Object.assign(new Error('x'), { code, retryable: false }))).toBe(2)
  }
})

test('of several exit codes the one goes first that a person must mend', () => {
  const order = [1, 2, 3, 6, 4, 5, 75, 0]
  for (const [index, first] of order.entries()) {
    expect(firstExitCode(order.slice(index).reverse())).toBe(first)
  }
  expect(firstExitCode([])).toBe(0)
})

test('the numbers that hosts are told are these', () => {
  expect(Object.values(exitCodes)).toEqual([0, 1, 2, 3, 4, 5, 6, 75, 130, 143, 141])
})
