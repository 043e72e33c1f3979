import { expect, test } from 'vitest'
import { widthOfTerminal } from '../../src/cli/output/terminal-width.js'

test.each([
  ['says its columns', { columns: 110 }, 110],
  ['does not know them', { columns: 0 }, 80],
  ['is none', {}, 80],
])('a terminal that %s', (_, stdout, width) => {
  expect(widthOfTerminal(stdout)).toBe(width)
})
