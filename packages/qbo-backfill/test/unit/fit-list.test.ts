import { expect, test } from 'vitest'
import { fitList } from '../../src/cli/fit-list.js'

test('a list that fits stays whole, and one that does not is cut where a terminal event ends', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ id: index, message: 'ñ'.repeat(100) }))
  expect(fitList(items.slice(0, 10))).toEqual({ fitted: items.slice(0, 10), shortened: false })
  const { fitted, shortened } = fitList(items)
  expect(shortened).toBe(true)
  expect(fitted).toEqual(items.slice(0, fitted.length))
  expect(fitted.length).toBeGreaterThan(20)
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(7000)
  expect(fitList([])).toEqual({ fitted: [], shortened: false })
})
