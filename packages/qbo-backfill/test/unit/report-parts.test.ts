import { entities } from 'qbo-client'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '../../src/report/facts/calendar.js'
import type { WindowEvidence } from '../../src/report/facts/evidence.js'
import { quickBooksLink } from '../../src/report/facts/quickbooks-link.js'
import { rangeText } from '../../src/report/facts/statement.js'
import { entityNoun, entityTitle, typeTitle } from '../../src/report/words/entity-names.js'
import { english } from '../../src/report/words/english.js'
import { spanish } from '../../src/report/words/spanish.js'
import { differenceOfDecimals, isBeyond, sumOfDecimals } from '../../src/verdict/decimal.js'

test.each([
  [
    'sandbox',
    'Invoice',
    '130',
    'https://app.sandbox.qbo.intuit.com/app/login?pagereq=invoice%3FtxnId%3D130&deeplinkcompanyid=9130',
  ],
  [
    'production',
    'Payment',
    '7',
    'https://app.qbo.intuit.com/app/login?pagereq=recvpayment%3FtxnId%3D7&deeplinkcompanyid=9130',
  ],
  [
    'production',
    'Customer',
    '58',
    'https://app.qbo.intuit.com/app/login?pagereq=customerdetail%3FnameId%3D58&deeplinkcompanyid=9130',
  ],
  ['production', 'Item', '5', undefined],
  ['production', 'Invoice', 'javascript:1', undefined],
])('a record is shown by QuickBooks of its own company: %s %s %s', (environment, entity, id, link) => {
  expect(quickBooksLink({ environment, realmId: '9130' }, entity, id)).toBe(link)
})

describe('amounts', () => {
  test.each([
    [[], '0'],
    [['1.10', '2.205'], '3.305'],
    [['-0.50', '0.25'], '-0.25'],
    [['99999999999999999999.99', '0.01'], '100000000000000000000.00'],
  ])('are added up exactly: %j', (texts, sum) => {
    expect(sumOfDecimals(texts)).toBe(sum)
  })

  test('are taken from one another, and held against a limit, exactly', () => {
    expect(differenceOfDecimals('1', '1.5')).toBe('-0.5')
    expect([isBeyond('-0.02', '0.01'), isBeyond('0.01', '0.010'), isBeyond('0', '0.00')]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('entities', () => {
  test('have a name of their own in both languages, and QuickBooks’ own where they are not known', () => {
    for (const { name } of entities) {
      const [en, es] = [entityNoun(name, 'en'), entityNoun(name, 'es')]
      for (const text of [en.one, en.many, es.one, es.many])
        expect(text).toMatch(/^[a-záéíóúñ][a-záéíóúñ ]+$/u)
    }
    expect(new Set(entities.map(({ name }) => entityTitle(name, 'es'))).size).toBe(entities.length)
    expect(entityTitle('Later', 'es')).toBe('Later')
  })

  test.each([
    ['Invoice', 'factura', 'facturas'],
    ['Item', 'artículo', 'artículos'],
    ['JournalEntry', 'asiento de diario', 'asientos de diario'],
  ])('are called as people call them in Spanish: %s', (name, one, many) => {
    expect(entityNoun(name, 'es')).toEqual({ one, many })
  })

  test('of several types are told apart', () => {
    expect(typeTitle('Purchase', 'Check', 'en')).toBe('Purchases by check')
    expect(typeTitle('Purchase', 'CashPurchase', 'es')).toBe('Gastos en efectivo')
    expect(typeTitle('Payment', 'ReceivePayment', 'en')).toBe('Payments')
  })
})

test.each([
  ['2022-01-01T05:00:00Z', '2025-01-01T05:00:00Z', '2022–2024', '2022–2024'],
  ['2024-01-01T05:00:00Z', '2025-01-01T05:00:00Z', '2024', '2024'],
  ['2024-01-05T05:00:00Z', '2024-01-06T05:00:00Z', '5 Jan 2024', '5 ene 2024'],
  ['2024-01-05T05:00:00Z', '2024-02-01T05:00:00Z', '5 Jan 2024 – 31 Jan 2024', '5 ene 2024 – 31 ene 2024'],
])('a range is said by its local days, the last one included: %s to %s', (from, to, en, es) => {
  const range = { from, to, timeZone: 'America/Guayaquil' }
  expect([rangeText(range, english), rangeText(range, spanish)]).toEqual([en, es])
})

describe('a calendar', () => {
  const window = (
    firstDate: string,
    endDate: string,
    loaded: number,
    expected: number | null = null,
  ): WindowEvidence => ({
    entity: 'Invoice',
    start: `${firstDate}T00:00:00Z`,
    end: `${endDate}T00:00:00Z`,
    firstDate,
    endDate,
    expected,
    loaded,
    status: 'green',
  })
  const reported = (month: string, counts: readonly [number, number], sums: readonly [string, string]) => ({
    entity: 'Invoice',
    type: 'Invoice',
    month: `${month}-01`,
    reported: counts[0],
    stored: counts[1],
    reportedSum: sums[0],
    storedSum: sums[1],
  })

  test('adds days up to months, and leaves out the years at both ends that hold nothing', () => {
    const calendar = calendarOf(
      'Invoice',
      [
        window('2021-12-31', '2022-01-01', 0),
        window('2022-03-01', '2022-03-02', 2),
        window('2022-03-02', '2022-03-03', 3),
        window('2024-01-01', '2024-01-02', 1),
        window('2025-01-01', '2025-01-02', 0),
      ],
      [],
    )
    expect(calendar?.years).toEqual(['2022', '2023', '2024'])
    expect(calendar?.months.get('2022-03')).toMatchObject({ rows: 5, differs: false, amount: undefined })
  })

  test.each([
    ['a window lacks rows that were counted', [window('2024-01-01', '2024-01-02', 2, 3)], [], true],
    ['a window holds what was counted', [window('2024-01-01', '2024-01-02', 3, 3)], [], false],
    ['a report lists more', [], [reported('2024-01', [3, 2], ['3', '3'])], true],
    ['sums differ', [], [reported('2024-01', [3, 3], ['3.00', '2.90'])], true],
    ['cents of another currency are rounded', [], [reported('2024-01', [3, 3], ['3.00', '2.98'])], false],
  ])('is coloured only where something differs: %s', (_, windows, months, differs) => {
    expect(calendarOf('Invoice', windows, months)?.months.get('2024-01')?.differs).toBe(differs)
  })

  test('is made of the reports where windows are longer than a month, and is none without them', () => {
    const year = [window('2024-01-01', '2025-01-01', 9)]
    expect(calendarOf('Invoice', year, [])).toBeUndefined()
    const months = calendarOf('Invoice', year, [reported('2024-05', [4, 4], ['8.00', '8.00'])])?.months
    expect(months?.get('2024-05')).toMatchObject({ rows: 4, amount: '8.00', windows: [] })
  })

  test('of weeks has each in the month that it begins in', () => {
    const weeks = [window('2024-01-29', '2024-02-05', 7)]
    expect(calendarOf('Invoice', weeks, [])?.months.get('2024-01')?.rows).toBe(7)
  })
})
