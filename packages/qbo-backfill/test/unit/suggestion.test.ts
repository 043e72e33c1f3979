import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suggestion } from '../../src/suggestion.js'

const names = ['invoices', 'items', 'customers', 'sales_receipts', 'run', 'prune']

test.each([
  ['invoces', 'invoices'],
  ['Cusotmers', 'customers'],
  ['rnu', 'run'],
  ['xylophone', undefined],
  ['a', undefined],
  ['', undefined],
])('of "%s" probably "%s" is meant', (given, meant) => expect(suggestion(given, names)).toBe(meant))

test('one letter more, less or other in a longer name is always found', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('invoices', 'customers'),
      fc.nat(7),
      fc.constantFrom('', 'q', 'qq'),
      (name, at, put) => {
        expect(suggestion(name.slice(0, at) + put + name.slice(at + 1), names)).toBe(name)
      },
    ),
  )
})
