import { expect, test } from 'vitest'
import { missingRow, missingRowText } from '../../src/verdict/missing-row.js'

test.each([
  [
    { Id: '15', DocNumber: '1007', TxnDate: '2024-03-01', CustomerRef: { value: '3', name: 'Acme' } },
    'Id 15 (1007, 2024-03-01, Acme)',
  ],
  [{ Id: '16', TxnDate: '2024-03-02', VendorRef: { value: '4', name: 'Mill' } }, 'Id 16 (2024-03-02, Mill)'],
  [
    { Id: '17', DisplayName: 'Acme', MetaData: { CreateTime: '2024-03-01T10:00:00-08:00' } },
    'Id 17 (2024-03-01T10:00:00-08:00, Acme)',
  ],
  [{ Id: '18', Name: 'Hammer', DocNumber: 1007 }, 'Id 18 (Hammer)'],
  [{ Id: '19', CustomerRef: { value: '3' } }, 'Id 19'],
])('a missing row is named by what a person looks for: %j', (record, text) => {
  expect(missingRowText(missingRow(record))).toBe(text)
})

test.each([
  [275.5, '275.5'],
  [-3, '-3'],
  [1e21, undefined],
  ['275.00', undefined],
  [undefined, undefined],
])('a missing row has its amount where that is a number: %j', (total, amount) => {
  expect(missingRow({ Id: '1', TotalAmt: total }).amount).toBe(amount)
})
