import { findEntity, type EntityDefinition } from 'qbo-client'
import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/plan/range.js'
import { noticeText, rangeNotice } from '../../src/plan/range-notice.js'
import {
  orderKeyOf,
  readSetKinds,
  readSetOf,
  settled,
  windowIndexOf,
  windowsOf,
} from '../../src/plan/read-set.js'
import { calendarWindow } from '../../src/plan/window.js'

function entity(name: string): EntityDefinition {
  const found = findEntity(name)
  if (found === undefined) throw new Error(name)
  return found
}

const range = parseRange('2024-01-01', '2024-01-03', 'UTC')
const [first, second] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']

describe('an entity is read', () => {
  test.each([
    ['Invoice', ['transaction'], 2],
    ['Customer', ['created', 'updated'], 1],
    ['TaxCode', ['everything'], 1],
    ['CompanyInfo', ['everything'], 1],
  ])('%s by %j, in %i windows', (name, kinds, windows) => {
    expect(readSetKinds(entity(name))).toEqual(kinds)
    expect(windowsOf(entity(name), range, undefined)).toHaveLength(windows)
  })

  test('in the windows that are asked for, where it has times', () => {
    expect(windowsOf(entity('Customer'), range, 'day')).toHaveLength(2)
    expect(windowsOf(entity('Invoice'), range, 'range')).toHaveLength(1)
    expect(windowsOf(entity('TaxCode'), range, 'day')).toHaveLength(1)
  })

  test('in the order of the time that it is read by', () => {
    expect([orderKeyOf('created'), orderKeyOf('updated')]).toEqual([
      'MetaData.CreateTime',
      'MetaData.LastUpdatedTime',
    ])
  })
})

describe('a read set is the same for QuickBooks and for the table', () => {
  const windows = windowsOf(entity('Invoice'), range, 'day')

  test('by TxnDate', () => {
    expect(readSetOf('transaction', windows, range.from)).toEqual({
      where: [
        { field: 'TxnDate', operator: '>=', value: '2024-01-01' },
        { field: 'TxnDate', operator: '<', value: '2024-01-03' },
      ],
      rows: { txnDate: { from: '2024-01-01', to: '2024-01-03' } },
    })
  })

  test('by CreateTime, and by LastUpdatedTime of those created before', () => {
    expect(readSetOf('created', windows, range.from).rows).toEqual({
      createTime: { from: first, to: range.to },
    })
    const updated = readSetOf('updated', windows, range.from)
    expect(updated.rows).toEqual({
      lastUpdatedTime: { from: first, to: range.to },
      createTime: { to: range.from },
    })
    expect(updated.where.at(-1)).toEqual({ field: 'MetaData.CreateTime', operator: '<', value: range.from })
  })

  test('without a bound, where there is no time or no window', () => {
    expect(readSetOf('everything', windows, range.from)).toEqual({ where: [], rows: {} })
    expect(readSetOf('transaction', [], range.from)).toEqual({ where: [], rows: {} })
  })

  test('and settled where nothing has changed since', () => {
    expect(settled([], first)).toEqual([{ field: 'MetaData.LastUpdatedTime', operator: '<', value: first }])
  })
})

describe('a record belongs to a window', () => {
  const days = windowsOf(entity('Customer'), range, 'day')
  const invoices = windowsOf(entity('Invoice'), range, 'day')
  const kinds = readSetKinds(entity('Customer'))
  const customer = (created: string | undefined, updated: string | undefined) =>
    windowIndexOf(kinds, days, range.from, {
      Id: '1',
      MetaData: { CreateTime: created, LastUpdatedTime: updated },
    })

  test('by the day that it is dated', () => {
    const of = (date: unknown) =>
      windowIndexOf(['transaction'], invoices, range.from, { Id: '1', TxnDate: date })
    expect([
      of('2024-01-02'),
      of('2024-01-01T00:00:00-08:00'),
      of('2023-12-31'),
      of('2024-01-03'),
      of(undefined),
    ]).toEqual([1, 0, -1, -1, -1])
  })

  test('by its creation, else by its last update', () => {
    expect(customer('2024-01-01T18:00:00-08:00', '2024-01-02T12:00:00Z')).toBe(1)
    expect(customer('2020-01-01T00:00:00Z', second)).toBe(1)
    expect(customer(undefined, first)).toBe(0)
    expect(customer('no time', 'no time')).toBe(-1)
    expect(windowIndexOf(kinds, days, range.from, { Id: '1' })).toBe(-1)
    expect(customer('2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toBe(-1)
  })

  test('but not by an update when its creation is in the range', () => {
    expect(
      windowIndexOf(['updated'], days, range.from, {
        Id: '1',
        MetaData: { CreateTime: second, LastUpdatedTime: second },
      }),
    ).toBe(-1)
  })

  test('the only one there is, where it has no time', () => {
    expect(windowIndexOf(['everything'], days, range.from, { Id: '1' })).toBe(0)
    expect(windowIndexOf(['everything'], [], range.from, { Id: '1' })).toBe(-1)
  })

  test('of the calendar, where no range holds it', () => {
    expect(calendarWindow('2024-02-14', 'month', 'America/Guayaquil')).toEqual({
      start: '2024-02-01T05:00:00Z',
      end: '2024-03-01T05:00:00Z',
    })
  })
})

describe('what becomes of a range is told', () => {
  test('a list is cut at what is settled', () => {
    const notice = rangeNotice(entity('Customer'), range, second)
    expect(notice).toEqual({ kind: 'cut', entity: 'Customer', readTo: second, askedTo: range.to })
    expect(notice === undefined ? '' : noticeText(notice)).toContain(`read up to ${second}`)
    expect(rangeNotice(entity('Customer'), range, range.to)).toBeUndefined()
  })

  test('transactions are rounded to days', () => {
    const notice = rangeNotice(
      entity('Invoice'),
      parseRange('2024-01-01T05:00:00Z', '2024-01-03', 'UTC'),
      second,
    )
    expect(notice).toMatchObject({ kind: 'rounded', first: '2024-01-01', end: '2024-01-03' })
    expect(notice === undefined ? '' : noticeText(notice)).toContain('rounded outward')
    expect(rangeNotice(entity('Invoice'), range, second)).toBeUndefined()
  })

  test('and of what is read whole nothing is', () => {
    expect(rangeNotice(entity('TaxCode'), range, second)).toBeUndefined()
  })
})

test('a bound may be written without seconds, and its offset without a colon', () => {
  expect(parseRange('2024-01-01T05:00-0500', '2024-01-03T00:00Z', 'UTC')).toMatchObject({
    from: '2024-01-01T10:00:00Z',
    to: '2024-01-03T00:00:00Z',
  })
})
