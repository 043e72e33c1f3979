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
