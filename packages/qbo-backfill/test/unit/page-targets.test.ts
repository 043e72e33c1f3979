import { expect, test } from 'vitest'
import { pageTargets } from '../../src/run/page-targets.js'
import { parseRange } from '../../src/plan/range.js'
import { instantWindows, transactionWindows } from '../../src/plan/window.js'

const range = parseRange('2024-01-01', '2024-01-04', 'UTC')

test('invoices go to the window of their TxnDate, and those of other windows are dropped and counted', () => {
  const windows = transactionWindows(range, 'day')
  const segment = {
    number: 1,
    entity: 'Invoice',
    kind: 'transaction',
    firstWindow: 0,
    endWindow: 2,
    plannedCount: 5,
  } as const
  const records = ['2024-01-01', '2024-01-02', '2024-01-03', '2025-06-01', '2024-01-01'].map(
    (TxnDate, index) => ({
      Id: String(index),
      TxnDate,
    }),
  )
  const { targets, outsideRange } = pageTargets(
    records,
    [true, true, true, true, false],
    segment,
    windows,
    range.from,
  )
  expect(targets).toEqual([
    { window: { start: '2024-01-01T00:00:00Z', end: '2024-01-02T00:00:00Z' } },
    { window: { start: '2024-01-02T00:00:00Z', end: '2024-01-03T00:00:00Z' } },
    null,
    null,
    null,
  ])
  expect(outsideRange).toBe(2)
})

test('customers go by the instant of their creation, whatever offset QuickBooks writes it with', () => {
  const windows = instantWindows(range, 'day')
  const segment = {
    number: 1,
    entity: 'Customer',
    kind: 'created',
    firstWindow: 0,
    endWindow: 3,
    plannedCount: 2,
  } as const
  const records = [
    { Id: '1', MetaData: { CreateTime: '2023-12-31T16:00:00-08:00' } },
    { Id: '2', MetaData: { CreateTime: '2023-12-31T15:59:59-08:00' } },
  ]
  const { targets, outsideRange } = pageTargets(records, [true, true], segment, windows, range.from)
  expect(targets[0]?.window?.start).toBe('2024-01-01T00:00:00Z')
  expect(targets[1]).toBeNull()
  expect(outsideRange).toBe(1)
})
