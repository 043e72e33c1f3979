import { QboError } from 'qbo-client'
import { expect, test } from 'vitest'
import { eventError } from '../../src/index.js'

test('whatever was thrown becomes what a terminal event says of it', () => {
  const throttled = new QboError('QBO_THROTTLED', 'Too many.', { retryable: true, intuitTid: 'tid' })
  expect(eventError(throttled)).toEqual({
    code: 'QBO_THROTTLED',
    message: 'Too many.',
    retryable: true,
    intuitTid: 'tid',
  })
  expect(eventError(new TypeError('x'))).toEqual({ code: 'TypeError', message: 'x', retryable: false })
  expect(eventError('x')).toEqual({ code: 'UNKNOWN', message: 'x', retryable: false })
})

test('a stop that was asked for has a code of ours, whatever its reason is', async () => {
  const aborted = { code: 'ABORTED', retryable: true }
  const stop = new AbortController()
  expect(eventError(new Error('enough'), stop.signal)).toMatchObject({ code: 'Error', retryable: false })
  stop.abort(new Error('enough'))
  expect(eventError(stop.signal.reason, stop.signal)).toEqual({ ...aborted, message: 'enough' })
  expect(eventError(AbortSignal.abort().reason)).toMatchObject(aborted)
  const over = AbortSignal.timeout(1)
  await new Promise((resolve) => over.addEventListener('abort', resolve))
  expect(eventError(over.reason)).toMatchObject(aborted)
  expect(eventError(Object.assign(new Error('x'), { name: 'TimeoutError' }))).toMatchObject({
    code: 'TimeoutError',
  })
})
