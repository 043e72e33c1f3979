import { findEntity } from 'qbo-client'
import { expect, test } from 'vitest'
import { entityRange, type EntityRange } from '../../src/plan/entity-range.js'
import { isDated } from '../../src/plan/read-set.js'
import { pageTargets } from '../../src/run/page-targets.js'
import { parseRange } from '../../src/plan/range.js'
import { instantWindows, transactionWindows, type Window } from '../../src/plan/window.js'

const range = parseRange('2024-01-01', '2024-01-04', 'UTC')

function entityOver(name: string, windows: readonly Window[]): EntityRange {
  const entity = findEntity(name)
  if (entity === undefined) throw new Error(name)
  return entityRange(entity, windows, range.from)
}

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
    entityOver('Invoice', windows),
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
  const { targets, outsideRange } = pageTargets(
    records,
    [true, true],
    segment,
    entityOver('Customer', windows),
  )
  expect(targets[0]?.window?.start).toBe('2024-01-01T00:00:00Z')
  expect(targets[1]).toBeNull()
  expect(outsideRange).toBe(1)
})

test.each<['transaction' | 'created' | 'updated', object, boolean]>([
  ['transaction', {}, false],
  ['transaction', { TxnDate: '' }, false],
  ['transaction', { TxnDate: '5/1/2024' }, false],
  ['transaction', { TxnDate: '2025-05-01T00:00:00-07:00' }, true],
  ['created', {}, false],
  ['created', { MetaData: { CreateTime: '2023-01-01' } }, false],
  ['created', { MetaData: { CreateTime: '2023-01-01T00:00:00-0800' } }, true],
  ['updated', { MetaData: { CreateTime: '2023-01-01T00:00:00-08:00' } }, false],
])(
  'a record read by %s that does not say when it is of is kept, never dropped: %j',
  (kind, fields, isDated) => {
    const windows = instantWindows(range, 'range')
    const segment = {
      number: 1,
      entity: 'Invoice',
      kind,
      firstWindow: 0,
      endWindow: 1,
      plannedCount: 1,
    } as const
    const { targets, outsideRange } = pageTargets(
      [{ Id: '1', ...fields }],
      [true],
      segment,
      entityOver(kind === 'transaction' ? 'Invoice' : 'Customer', windows),
    )
    expect(targets).toEqual([isDated ? null : { window: null }])
    expect(outsideRange).toBe(isDated ? 1 : 0)
  },
)

test('what is read whole needs no date', () => {
  expect(isDated(['everything'], { Id: '1' })).toBe(true)
})
