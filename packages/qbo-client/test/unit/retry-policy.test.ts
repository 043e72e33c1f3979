import { expect, test } from 'vitest'
import { QboError } from '../../src/errors.js'
import { isHeavy } from '../../src/http/heavy-answer.js'
import { retryWaitMs, shouldRetry } from '../../src/http/retry-policy.js'

const transient = new QboError('QBO_NETWORK', 'x', { retryable: true })
const asked = (retryAfterMs: number) =>
  new QboError('QBO_SERVER_ERROR', 'x', { retryable: true, retryAfterMs })
const fault = new QboError('QBO_FAULT', 'x')

test.each([
  ['a failure that may pass, as often as allowed', transient, { attempt: 5, failed: 5, retries: 5 }, true],
  ['and not once more', transient, { attempt: 6, failed: 6, retries: 5 }, false],
  [
    'a kind with a limit of its own, to that limit',
    fault,
    { attempt: 1, failed: 1, retries: 5, retryLimit: 1 },
    true,
  ],
  ['and not beyond', fault, { attempt: 2, failed: 2, retries: 5, retryLimit: 1 }, false],
  ['a failure that stays', fault, { attempt: 1, failed: 1, retries: 5 }, false],
  ['a wait of two minutes', asked(120_000), { attempt: 1, failed: 1, retries: 5 }, true],
  [
    "but no longer one, which is the host's to plan",
    asked(120_001),
    { attempt: 1, failed: 1, retries: 5 },
    false,
  ],
])('%s', (_name, error, attempts, expected) => {
  expect(shouldRetry(error, attempts)).toBe(expected)
})

test('waits double, up to half a minute, and never less than the server asked for', () => {
  const most = () => 1
  expect([1, 2, 3, 20].map((attempt) => retryWaitMs(transient, attempt, most))).toEqual([
    500, 1000, 2000, 30_000,
  ])
  expect(retryWaitMs(asked(7000), 1, most)).toBe(7000)
  expect(retryWaitMs(transient, 3, () => 0)).toBe(0)
})

test('a throttled request waits its jitter only: the limiter pauses the company', () => {
  const throttled = new QboError('QBO_THROTTLED', 'x', { retryable: true, retryAfterMs: 60_000 })
  expect(retryWaitMs(throttled, 5, () => 0.5)).toBe(500)
})

test.each([
  ['QBO_TIMEOUT', undefined, true],
  ['QBO_GATEWAY_TIMEOUT', 504, true],
  ['QBO_ANSWER_TOO_LARGE', undefined, true],
  ['QBO_SERVER_ERROR', 502, true],
  ['QBO_SERVER_ERROR', 503, true],
  ['QBO_SERVER_ERROR', 500, false],
  ['QBO_NETWORK', undefined, false],
] as const)('%s with HTTP %s asks for less: %s', (code, status, expected) => {
  expect(isHeavy(new QboError(code, 'x', { status }))).toBe(expected)
})

test('a gateway that asks to be left alone for long does not ask for less', () => {
  const unavailable = (retryAfterMs: number) =>
    new QboError('QBO_SERVER_ERROR', 'x', { status: 503, retryAfterMs })
  expect([isHeavy(unavailable(120_000)), isHeavy(unavailable(120_001))]).toEqual([true, false])
})
