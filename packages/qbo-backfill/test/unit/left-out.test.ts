import { expect, test } from 'vitest'
import { leftOutBy, leftOutText } from '../../src/plan/left-out.js'

test.each([
  ['QBO_FEATURE_UNAVAILABLE', 'right', 'plan does not have it'],
  ['QBO_FORBIDDEN', 'unknown', 'may not read it'],
  ['QBO_QUERY_INVALID', 'right', 'does not know it'],
] as const)('%s leaves the entity out, and whether it has nothing is %s', (code, nothingThere, said) => {
  const leftOut = leftOutBy({ code })
  expect(leftOut).toEqual({ code, nothingThere })
  expect(leftOutText('Budget', code)).toContain(said)
})

test('any other error leaves nothing out', () => {
  expect(
    [undefined, null, new Error('x'), { code: 'QBO_SERVER_ERROR' }].map((error) => leftOutBy(error)),
  ).toEqual([undefined, undefined, undefined, undefined])
})

test('a reason of a later version is said by its code', () => {
  expect(leftOutText('Budget', 'QBO_X')).toContain('QBO_X')
})
