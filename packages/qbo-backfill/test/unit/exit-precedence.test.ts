import { expect, test } from 'vitest'
import { firstExitCode } from '../../src/cli/exit-precedence.js'

test('of several exit codes the one goes first that a person must mend', () => {
  const order = [1, 2, 3, 6, 4, 5, 75, 0]
  for (const [index, first] of order.entries()) {
    expect(firstExitCode(order.slice(index).reverse())).toBe(first)
  }
  expect(firstExitCode([])).toBe(0)
})
