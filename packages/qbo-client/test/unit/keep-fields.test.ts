import { expect, test } from 'vitest'
import { keepFields } from '../../src/query/keep-fields.js'
import { requireEntity } from '../../src/query/statement.js'

const record = { Id: '1', SyncToken: '0', MetaData: { CreateTime: 'x' }, TxnDate: '2024-01-01', Line: [1, 2] }

test('a record keeps its identity, its MetaData and the fields that are named, as far as it has them', () => {
  expect(keepFields([record], requireEntity('Invoice'), ['TxnDate', 'Balance'])).toEqual([
    { Id: '1', MetaData: { CreateTime: 'x' }, TxnDate: '2024-01-01' },
  ])
})

test('a record stays whole where nothing is named, and under a wrapper of any name', () => {
  const records = [record]
  expect(keepFields(records, requireEntity('Invoice'), undefined)).toBe(records)
  expect(keepFields(records, requireEntity('RecurringTransaction'), ['TxnDate'])).toBe(records)
})
