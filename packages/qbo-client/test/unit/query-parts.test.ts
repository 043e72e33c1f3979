import { describe, expect, test } from 'vitest'
import { QboError } from '../../src/errors.js'
import { findEntity } from '../../src/query/entity.js'
import { queryResponseOf, recordsIn } from '../../src/query/envelope.js'
import { parseInstant, serverTime } from '../../src/query/instant.js'
import { createPageSize } from '../../src/query/page-size.js'
import { describePoisoned, isPoisoned } from '../../src/query/poisoned-record.js'
import { recordId } from '../../src/query/record-id.js'
import { stepScan, scanStart } from '../../src/query/scan-step.js'
import { pastSecond, scopeBetween, scopeOfSecond } from '../../src/query/second-scope.js'
import { requireEntity } from '../../src/query/statement.js'

const at = (text: string): number => Date.parse(text)

describe("the server's clock", () => {
  test.each<[unknown, string | undefined, string | undefined]>([
    [{ time: '2026-01-15T00:30:00-08:00' }, undefined, '2026-01-15T08:30:00.000Z'],
    [{ time: 1_768_465_800_000 }, undefined, '2026-01-15T08:30:00.000Z'],
    [{ time: 'no time' }, 'Thu, 15 Jan 2026 08:30:00 GMT', '2026-01-15T08:30:00.000Z'],
    [{ time: true }, undefined, undefined],
    [null, 'never', undefined],
  ])('of %j and Date %s is %s', (body, date, expected) => {
    const headers = new Headers(date === undefined ? {} : { date })
    expect(serverTime(body, headers).time).toBe(expected)
  })
})

test('an instant is read with its offset, also without a colon, and refused without one or where there is none', () => {
  expect(parseInstant('2026-01-15T00:30:00-0800', 'x')).toBe(at('2026-01-15T08:30:00Z'))
  for (const text of ['2026-01-15T00:30:00', '2026-13-15T00:30:00Z', 'now'])
    expect(() => parseInstant(text, 'where')).toThrowError(
      expect.objectContaining({ code: 'QBO_INVALID_OPTIONS' }),
    )
})

describe('the size of a page', () => {
  test('halves down to one and doubles up to the first', () => {
    const size = createPageSize(3)
    expect([size.current(), size.shrink(), size.current(), size.shrink()]).toEqual([3, true, 1, false])
    size.grow()
    size.grow()
    expect(size.current()).toBe(3)
    expect(createPageSize().current()).toBe(1000)
  })

  test.each([0, 1001, 2.5])('cannot be %d', (size) => {
    expect(() => createPageSize(size)).toThrowError(/from 1 to 1000/)
  })
})

describe('the identity of a record', () => {
  test('is the Id, also as a number', () => {
    const invoice = requireEntity('Invoice')
    expect([recordId(invoice, { Id: '7' }), recordId(invoice, { Id: 7 })]).toEqual(['7', '7'])
    expect([recordId(invoice, { Id: '' }), recordId(invoice, {}), recordId(invoice, 'odd')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('is inside the wrapper of a recurring transaction', () => {
    const recurring = requireEntity('RecurringTransaction')
    expect(recordId(recurring, { odd: 1, Invoice: { Id: '7' } })).toBe('7')
    expect(recordId(recurring, { odd: 1 })).toBeUndefined()
  })

  test('is of several parts where one does not tell them apart', () => {
    const rate = requireEntity('ExchangeRate')
    expect(
      recordId(rate, { SourceCurrencyCode: 'EUR', TargetCurrencyCode: 'USD', AsOfDate: '2026-01-15' }),
    ).toBe('EUR:USD:2026-01-15')
    expect(recordId(rate, { SourceCurrencyCode: 'EUR' })).toBeUndefined()
  })
})

test('an entity is found by any of its names, and a name that is none is refused', () => {
  expect([findEntity('sales_receipts')?.name, findEntity('INVOICE')?.name, findEntity('nothing')]).toEqual([
    'SalesReceipt',
    'Invoice',
    undefined,
  ])
  expect(() => requireEntity('Nothing')).toThrowError(/is not an entity/)
})

describe('what an answer holds', () => {
  const invoice = requireEntity('Invoice')

  test('is a QueryResponse, or it is no answer', () => {
    expect(queryResponseOf({ QueryResponse: { a: 1 } }, 'x')).toEqual({ a: 1 })
    for (const body of [{}, { QueryResponse: [] }, null, 'odd'])
      expect(() => queryResponseOf(body, 'x')).toThrowError(/it has no QueryResponse/)
  })

  test('is found by name in any case, and nothing is no records', () => {
    expect(recordsIn({ invoice: [{ Id: '1' }], maxResults: 1 }, invoice, 'x')).toEqual({
      records: [{ Id: '1' }],
      recordsPath: ['QueryResponse', 'invoice'],
    })
    expect(recordsIn({}, invoice, 'x')).toEqual({ records: [], recordsPath: ['QueryResponse', 'Invoice'] })
    expect(recordsIn({}, undefined, 'x')).toEqual({ records: [], recordsPath: ['QueryResponse'] })
    expect(recordsIn({ Any: [] }, undefined, 'x')).toEqual({
      records: [],
      recordsPath: ['QueryResponse', 'Any'],
    })
  })

  test('of another entity, or not of records, is refused', () => {
    expect(() => recordsIn({ Customer: [] }, invoice, 'x')).toThrowError(/holds Customer instead of Invoice/)
    expect(() => recordsIn({ Invoice: ['odd'] }, invoice, 'x')).toThrowError(/not a record/)
  })
})

test('a record that cannot be given is told by its fault, or by the words of the error', () => {
  const bare = new QboError('QBO_QUERY_UNPROCESSABLE', 'words')
  const full = new QboError('QBO_QUERY_UNPROCESSABLE', 'words', {
    faults: [{ code: '4002' }],
    request: 'SELECT',
    intuitTid: 'tid',
  })
  expect([isPoisoned(bare), isPoisoned(new QboError('QBO_FAULT', 'x')), isPoisoned(new Error('x'))]).toEqual([
    true,
    false,
    false,
  ])
  expect(describePoisoned(bare, 1)).toEqual({ ordinal: 1, fault: { message: 'words' }, request: '' })
  expect(describePoisoned(full, 2)).toEqual({
    ordinal: 2,
    fault: { code: '4002' },
    request: 'SELECT',
    intuitTid: 'tid',
  })
})

describe('a scan', () => {
  const second = at('2026-01-15T00:00:00Z')

  test('that meets a page of records without a key stays where it is and remembers them', () => {
    const step = stepScan(
      scanStart,
      [
        { id: '1', second: undefined },
        { id: undefined, second: undefined },
      ],
      2,
      5,
    )
    expect(step).toEqual({
      fresh: [true, true],
      cursor: { key: '', ids: ['1'], distinct: 2, done: false },
      next: 'more',
    })
  })

  test('that sees nothing new goes on while it moves and is not complete', () => {
    const seen = { key: '2026-01-15T00:00:00Z', ids: ['1', '2'], distinct: 2, done: false }
    const repeated = [
      { id: '1', second },
      { id: '2', second: second + 1000 },
    ]
    expect(stepScan(seen, repeated, 2, 5).next).toBe('more')
    expect(stepScan(seen, repeated, 5, 2).next).toBe('done')
    expect(stepScan(seen, [{ id: '1', second }], 1000, 5).next).toBe('crowded')
    expect(stepScan(seen, [{ id: '1', second }], 1000, 2).next).toBe('done')
    expect(stepScan(seen, [], 1000, 5).cursor).toMatchObject({ key: '2026-01-15T00:00:00Z', done: true })
  })

  test('that saw all it was to see ends with a page that is not full', () => {
    const page = [
      { id: '1', second },
      { id: '2', second: second + 1000 },
    ]
    expect([stepScan(scanStart, page, 5, 2).next, stepScan(scanStart, page, 5, 3).next]).toEqual([
      'done',
      'more',
    ])
    expect([stepScan(scanStart, page, 2, 2).next, stepScan(scanStart, page.slice(0, 1), 1, 1).next]).toEqual([
      'more',
      'crowded',
    ])
  })

  test('is cut at seconds', () => {
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 3 } as const
    const upper = { field: 'MetaData.CreateTime', operator: '<', value: '2026-01-15T00:00:01Z' }
    const lower = { field: 'MetaData.CreateTime', operator: '>=', value: '2026-01-15T00:00:00Z' }
    const own = { field: 'TxnDate', operator: '>=', value: '2026-01-01' } as const
    expect(scopeBetween(options, '', second + 1000).where).toEqual([upper])
    expect(scopeOfSecond({ ...options, where: [own] }, second).where).toEqual([own, lower, upper])
    expect(pastSecond({ key: '2026-01-15T00:00:00Z', ids: ['1'], distinct: 3, done: false })).toEqual({
      key: '2026-01-15T00:00:01Z',
      ids: [],
      distinct: 3,
      done: false,
    })
  })
})
