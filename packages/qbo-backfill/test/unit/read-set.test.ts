import { findEntity, type EntityDefinition } from 'qbo-client'
import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/plan/range.js'
import { noticeText, rangeNotice } from '../../src/plan/range-notice.js'
import { readSetKinds, readSetOf } from '../../src/plan/read-set.js'
import { windowsOf } from '../../src/plan/window.js'
import { entityNamed, entityRange, hasOwnIds, isReadWhole, setOf } from '../../src/plan/entity-range.js'
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
})

describe('a read set is the same for QuickBooks and for the table', () => {
  const windows = windowsOf(entity('Invoice'), range, 'day')

  test('by TxnDate', () => {
    expect(readSetOf('transaction', windows, range.from)).toMatchObject({
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
    expect(readSetOf('everything', windows, range.from)).toMatchObject({ where: [], rows: {} })
    expect(readSetOf('transaction', [], range.from)).toMatchObject({ where: [], rows: {} })
  })

  test('and settled where nothing has changed since', () => {
    const isSettled = { field: 'MetaData.LastUpdatedTime', operator: '<', value: first }
    const created = readSetOf('created', windows, range.from)
    expect(created.settled(first)).toEqual({
      where: [...created.where, isSettled],
      rows: created.rows,
      settledBefore: first,
    })
    expect(readSetOf('everything', windows, range.from).settled(first)).toEqual({
      where: [],
      rows: {},
      settledBefore: undefined,
    })
  })
})

describe('an entity over a range', () => {
  const days = windowsOf(entity('Customer'), range, 'day')

  test('is read by its sets, each of which says where its records are, whole or in some windows', () => {
    const customers = entityRange(entity('Customer'), days, range.from)
    expect(customers.sets.map(({ kind, key }) => [kind, key])).toEqual([
      ['created', 'MetaData.CreateTime'],
      ['updated', 'MetaData.LastUpdatedTime'],
    ])
    const created = setOf(customers, 'created')
    expect(created.between(1, 2).rows).toEqual({ createTime: { from: second, to: range.to } })
    expect(created.between(0, 2).rows).toEqual(created.rows)
    expect(() => setOf(customers, 'transaction')).toThrow('Customer is not read by transaction')
    expect(entityNamed([customers], 'Customer')).toBe(customers)
    expect(() => entityNamed([customers], 'Invoice')).toThrow('Invoice is none of the entities')
  })

  test('groups the rows of the table so that each group is of one window', () => {
    const boundaries = [first, second, range.to]
    const groups = (name: string) =>
      entityRange(entity(name), windowsOf(entity(name), range, 'day'), range.from).sets.map(
        ({ groupBy, windowOfGroup }) => [groupBy, windowOfGroup(name === 'Invoice' ? '2024-01-02' : '1')],
      )
    expect(groups('Invoice')).toEqual([['txnDate', 1]])
    expect(groups('Customer')).toEqual([
      [{ column: 'createTime', boundaries }, 1],
      [{ column: 'lastUpdatedTime', boundaries }, 1],
    ])
    expect(groups('TaxCode')).toEqual([['total', 0]])
    expect(readSetOf('created', [], range.from).groupBy).toEqual({ column: 'createTime', boundaries: [''] })
  })

  test('has no set where the range is empty, and still knows whether a record says when it is of', () => {
    const customers = entityRange(entity('Customer'), [], range.from)
    expect(customers.sets).toEqual([])
    expect(customers.windowOf({ Id: '1', MetaData: { CreateTime: first } })).toBe(-1)
    expect(customers.isDated({ Id: '1', MetaData: { CreateTime: first } })).toBe(true)
    expect(customers.isDated({ Id: '1' })).toBe(false)
  })

  test('is read whole, or has Ids that one can ask for, by what it is', () => {
    const names = ['Invoice', 'TaxCode', 'CompanyInfo', 'ExchangeRate']
    expect(names.map((name) => isReadWhole(entity(name)))).toEqual([false, true, true, true])
    expect(names.map((name) => hasOwnIds(entity(name)))).toEqual([true, true, true, false])
  })
})

describe('a record belongs to a window', () => {
  const days = windowsOf(entity('Customer'), range, 'day')
  const invoices = windowsOf(entity('Invoice'), range, 'day')
  const customers = entityRange(entity('Customer'), days, range.from)
  const customer = (created: string | undefined, updated: string | undefined) =>
    customers.windowOf({
      Id: '1',
      MetaData: { CreateTime: created, LastUpdatedTime: updated },
    })

  test('by the day that it is dated', () => {
    const of = (date: unknown) =>
      readSetOf('transaction', invoices, range.from).windowOf({ Id: '1', TxnDate: date })
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
    expect(customers.windowOf({ Id: '1' })).toBe(-1)
    expect(customer('2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toBe(-1)
  })

  test('but not by an update when its creation is in the range', () => {
    expect(
      setOf(customers, 'updated').windowOf({
        Id: '1',
        MetaData: { CreateTime: second, LastUpdatedTime: second },
      }),
    ).toBe(-1)
  })

  test('the only one there is, where it has no time', () => {
    expect(readSetOf('everything', days, range.from).windowOf({ Id: '1' })).toBe(0)
    expect(readSetOf('everything', [], range.from).windowOf({ Id: '1' })).toBe(-1)
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

test('a window is found by the date of a transaction, and by the time that a list is read by', () => {
  const kinds = ['transaction', 'created', 'updated'] as const
  expect(kinds.map((kind) => readSetOf(kind, [], '2024-01-01T00:00:00Z').windowField)).toEqual([
    'TxnDate',
    'MetaData.CreateTime',
    'MetaData.LastUpdatedTime',
  ])
})
