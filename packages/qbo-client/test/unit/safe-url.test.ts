import { expect, test } from 'vitest'
import { isSafeUrl } from '../../src/safe-url.js'

test.each([
  ['https://quickbooks.api.intuit.com', true],
  ['http://localhost:8000/x', true],
  ['http://127.0.0.1:8000', true],
  ['http://[::1]:8000', true],
  ['http://quickbooks.api.intuit.com', false],
  ['http://127.0.0.1.example.com', false],
  ['ftp://localhost', false],
  ['https://user@example.com', false],
  ['https://:password@example.com', false],
  ['not an address', false],
])('%s is safe: %s', (text, expected) => {
  expect(isSafeUrl(text)).toBe(expected)
})
