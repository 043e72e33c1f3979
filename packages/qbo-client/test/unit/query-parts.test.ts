import { describe, expect, test } from 'vitest'
import { QboError } from '../../src/errors.js'
import { findEntity } from '../../src/entity/entity.js'
import { numberOf, queryResponseOf, recordsIn } from '../../src/answer/envelope.js'
import { parseInstant, readInstant, serverTime } from '../../src/statement/instant.js'
import { createPageSize } from '../../src/query/page-size.js'
import { describePoisoned, isPoisoned } from '../../src/query/poisoned-record.js'
import { identityOf, recordId } from '../../src/record/record-id.js'
import { admitRecords } from '../../src/answer/record-shape.js'
import { shapeOf } from '../../src/answer/shape.js'
import { stepScan, scanStart } from '../../src/scan/scan-step.js'
import { pastSecond, scopeBetween, scopeOfSecond } from '../../src/scan/second-scope.js'
import { requireEntity } from '../../src/statement/statement.js'

const at = (text: string): number => Date.parse(text)

describe("the server's clock", () => {
  test.each<[unknown, string | undefined, string | undefined]>([
    [{ time: '2026-01-15T00:30:00-08:00' }, undefined, '2026-01-15T08:30:00.000Z'],
    [{ time: 1_768_465_800_000 }, undefined, '2026-01-15T08:30:00.000Z'],
    [{ time: 'no time' }, 'Thu, 15 Jan 2026 08:30:00 GMT', '2026-01-15T08:30:00.000Z'],
    [{ time: true }, undefined, undefined],
    [{ time: '2026-01-15T00:30:00' }, undefined, undefined],
    [{ time: 1_768_465_800 }, undefined, undefined],
    [{ time: 1e300 }, 'Thu, 15 Jan 2026 08:30:00 GMT', '2026-01-15T08:30:00.000Z'],
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

test.each<[unknown, string | undefined]>([
  ['2026-01-15T00:30:00-08:00', '2026-01-15T08:30:00.000Z'],
  ['2026-01-15T00:30:00-0800', '2026-01-15T08:30:00.000Z'],
  ['2026-01-15 00:30-08', '2026-01-15T08:30:00.000Z'],
  ['2026-01-15t00:30:00.123456789z', '2026-01-15T00:30:00.123Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-01-15T24:00:00Z', undefined],
  ['2026-01-15T00:30:60Z', undefined],
  ['9999-12-31T23:59:59-08:00', undefined],
  ['10000-01-01T00:00:00Z', undefined],
  [1_768_465_800_000, undefined],
  [undefined, undefined],
])('the instant in a record, %j, is %s', (value, expected) => {
  const ms = readInstant(value)
  expect(ms === undefined ? undefined : new Date(ms).toISOString()).toBe(expected)
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
    expect(recordId(recurring, { Invoice: { Id: '7' }, Bill: { Id: '8' } })).toBeUndefined()
    expect(recordId(recurring, { Id: '6', Invoice: { Id: '7' } })).toBe('6')
    expect(recordId(recurring, 'odd')).toBeUndefined()
  })

  test('stands under a small initial too, is no number that is rounded and no text that no index takes', () => {
    const invoice = requireEntity('Invoice')
    const ids = ['x'.repeat(255), 'ñ'.repeat(128), 1.5, -1, 1e15, true].map((Id) => recordId(invoice, { Id }))
    expect(ids).toEqual(['x'.repeat(255), undefined, undefined, undefined, undefined, undefined])
    expect([recordId(invoice, { id: 'EUC-1' }), recordId(invoice, { Id: null, id: '1' })]).toEqual([
      'EUC-1',
      undefined,
    ])
  })

  test('is what a record holds, for one without an Id', () => {
    const invoice = requireEntity('Invoice')
    expect(identityOf(invoice, { Id: '7' })).toBe('7')
    expect(identityOf(invoice, { a: 1 })).toBe(identityOf(invoice, { a: 1 }))
    expect(identityOf(invoice, { a: 1 })).not.toBe(identityOf(invoice, { a: 2 }))
  })

  test('is of several parts where one does not tell them apart', () => {
    const rate = requireEntity('ExchangeRate')
    expect(
      recordId(rate, { SourceCurrencyCode: 'EUR', TargetCurrencyCode: 'USD', AsOfDate: '2026-01-15' }),
    ).toBe('EUR:USD:2026-01-15')
    // As the sink names it: what is missing is empty.
    expect(recordId(rate, { SourceCurrencyCode: 'EUR' })).toBe('EUR::')
    expect(recordId(rate, { AsOfDate: '2026-01-15' })).toBeUndefined()
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

describe('what is let in', () => {
  const invoice = requireEntity('Invoice')
  const good = { Id: '1', TxnDate: '2026-01-15', MetaData: { CreateTime: 'x', LastUpdatedTime: 'x' } }

  test.each<[object, string]>([
    [{ Id: {} }, 'its Q[1].Id is an empty object, not a text'],
    [{ TxnDate: 5 }, 'its Q[1].TxnDate is a number, not a text'],
    [{ MetaData: [] }, 'its Q[1].MetaData is a list of 0, not an object'],
    [{ MetaData: { CreateTime: true } }, 'its Q[1].MetaData.CreateTime is a boolean, not a text'],
    [{ MetaData: { LastUpdatedTime: 5 } }, 'its Q[1].MetaData.LastUpdatedTime is a number, not a text'],
  ])('is not a record with %j', (odd, reason) => {
    expect(() => admitRecords(invoice, [good, { ...good, ...odd }], 'Q', 'x')).toThrowError(reason)
  })

  test('is a record that lacks what decides, and any object where nobody knows the entity', () => {
    const records = [{}, { Id: null, MetaData: null, TxnDate: null }, { Id: 5 }, { id: 'EUC-1' }]
    expect(admitRecords(invoice, records, 'Q', 'x').map(({ Id }) => Id)).toEqual([
      undefined,
      null,
      '5',
      'EUC-1',
    ])
    expect(admitRecords(undefined, [{ Id: true }], 'Q', 'x')).toEqual([{ Id: true }])
    expect(() => admitRecords(undefined, [5], 'Q', 'x')).toThrowError('its Q[0] is a number, not a record')
    expect(admitRecords(requireEntity('Customer'), [{ TxnDate: 5 }], 'Q', 'x')).toHaveLength(1)
    expect(() => admitRecords(requireEntity('TaxPayment'), [{ PaymentDate: 5 }], 'Q', 'x')).toThrow(
      'its Q[0].PaymentDate is a number, not a text',
    )
  })

  test('holds a record twice in one version only, and no less than it says', () => {
    expect(recordsIn({ Invoice: [good, good, {}, {}], maxResults: 1 }, invoice, 'x').records).toHaveLength(4)
    const newer = { ...good, SyncToken: '1' }
    expect(() => recordsIn({ Invoice: [good, newer] }, invoice, 'x')).toThrowError(
      /Invoice 1 in two versions/,
    )
    expect(() => recordsIn({ Invoice: [good, { ...good, MetaData: undefined }] }, invoice, 'x')).toThrowError(
      /versions/,
    )
    expect(() => recordsIn({ Invoice: [good], maxResults: 2 }, invoice, 'x')).toThrowError(
      /maxResults 2 and holds 1/,
    )
  })

  test('is one list, where nobody knows of what', () => {
    expect(recordsIn({ Any: [], more: 'x' }, undefined, 'x').recordsPath).toEqual(['QueryResponse', 'Any'])
    expect(() => recordsIn({ A: [], B: [] }, undefined, 'x')).toThrowError(/of which 2 are lists/)
    expect(() => recordsIn({ A: {} }, undefined, 'x')).toThrowError(/of which 0 are lists/)
    expect(() => recordsIn({ Invoice: [], INVOICE: [] }, invoice, 'x')).toThrowError(
      /both Invoice and INVOICE/,
    )
    expect(() => recordsIn({ Invoice: good }, invoice, 'x')).toThrowError(/not a list/)
  })

  test('is counted by whole numbers, also as text', () => {
    expect([5, '5', 0].map(numberOf)).toEqual([5, 5, 0])
    expect([-1, 1.5, '', '1.5', null, [5], true].map(numberOf)).toEqual(Array.from({ length: 7 }))
  })
})

test.each<[unknown, string]>([
  [undefined, 'missing'],
  [null, 'null'],
  [[1, 2], 'a list of 2'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, 'an object with a, b, c, d, e, …'],
  ['', 'an empty text'],
  ['secret', 'a text'],
  [5, 'a number'],
  [true, 'a boolean'],
])('the shape of %j is told as %s', (value, shape) => {
  expect(shapeOf(value)).toBe(shape)
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
        { id: '#1', second: undefined },
      ],
      2,
      5,
    )
    expect(step).toEqual({
      fresh: [true, true],
      cursor: { key: '', ids: ['1', '#1'], distinct: 2, done: false },
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
