import { expect, test } from 'vitest'
import { requireEntity } from '../../src/query/statement.js'
import { keepFields } from '../../src/query/keep-fields.js'

const metaData = { CreateTime: '2024-01-01T00:00:00Z', LastUpdatedTime: '2024-01-02T00:00:00Z' }
const invoice = { Id: '1', SyncToken: '0', MetaData: metaData, TxnDate: '2024-01-01', Line: [{ Id: '1' }] }

test('records keep identity, MetaData and the fields asked for', () => {
  expect(keepFields([invoice], requireEntity('Invoice'), ['TxnDate', 'DueDate'])).toEqual([
    { Id: '1', MetaData: metaData, TxnDate: '2024-01-01' },
  ])
})

test('records are left whole when nothing is asked for, or where they lie under a wrapper', () => {
  expect(keepFields([invoice], requireEntity('Invoice'), undefined)).toEqual([invoice])
  const recurring = { Invoice: invoice } as never
  expect(keepFields([recurring], requireEntity('RecurringTransaction'), [])).toEqual([{ Invoice: invoice }])
})

test('an identity of several fields is kept whole', () => {
  const rate = {
    SourceCurrencyCode: 'EUR',
    TargetCurrencyCode: 'USD',
    AsOfDate: '2024-01-01',
    Rate: 1.1,
  } as never
  expect(keepFields([rate], requireEntity('ExchangeRate'), [])).toEqual([
    { SourceCurrencyCode: 'EUR', TargetCurrencyCode: 'USD', AsOfDate: '2024-01-01' },
  ])
})
