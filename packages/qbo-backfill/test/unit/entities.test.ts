import { entities } from 'qbo-client'
import { expect, test } from 'vitest'
import { resolveEntities } from '../../src/options.js'

const names = (...given: string[]): readonly string[] => resolveEntities(given).map(({ name }) => name)

test('all entities are the transactions and the lists, and none is both', () => {
  expect(names('all')).toEqual(entities.map(({ name }) => name))
  const [dated, others] = [names('transactions'), names('lists')]
  expect([...dated, ...others].toSorted()).toEqual(names('all').toSorted())
  expect(new Set([...dated, ...others]).size).toBe(names('all').length)
  expect(dated).toEqual(expect.arrayContaining(['Invoice', 'InventoryAdjustment', 'TaxPayment']))
  expect(others).toEqual(expect.arrayContaining(['Customer', 'TaxCode', 'CompanyInfo']))
})

test('no other word is one', () => {
  expect(() => names('constructor')).toThrow('Unknown entity: constructor')
})

test('a word for several stands beside names, and none comes twice', () => {
  expect(names('invoices', ' Transactions ')).toEqual([
    'Invoice',
    ...names('transactions').filter((name) => name !== 'Invoice'),
  ])
})
