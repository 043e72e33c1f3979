import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildCount, buildSelect } from '../../src/statement/statement.js'
import { entities, findEntity } from '../../src/index.js'
import type { Condition, QueryScope } from '../../src/index.js'

const tail = { startPosition: 1, maxResults: 1000 }
const where = (condition: Condition, entity: QueryScope['entity'] = 'Invoice'): string =>
  buildCount({ entity, where: [condition] }).replace(/^.* WHERE /, '')

/** Reads a literal as the server does: a backslash takes the next character as it is. */
function readLiteral(text: string): { readonly value: string; readonly rest: string } {
  let value = ''
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '\\') value += text[(at += 1)] ?? ''
    else if (text[at] === "'") return { value, rest: text.slice(at + 1) }
    else value += text[at]
  }
  throw new Error('the literal does not end')
}

describe('literals', () => {
  test.each([
    ["O'Brien (node-quickbooks#56)", "O'Brien", "'O\\'Brien'"],
    ["'Cutlery 'R Us'", "'Cutlery 'R Us'", "'\\'Cutlery \\'R Us\\''"],
    ['an injection (flexprice#2523)', "x' OR Active = false --", "'x\\' OR Active = false --'"],
    ['a backslash before a quote', "a\\' b", "'a\\\\\\' b'"],
    ['a backslash at the end', 'a\\', "'a\\\\'"],
    ['typographic marks (quickbooks-ruby#309)', 'Fleur’t – Włodarski', "'Fleur’t – Włodarski'"],
  ])('%s', (_name, value, literal) => {
    expect(where({ field: 'DocNumber', operator: '=', value })).toBe(`DocNumber = ${literal}`)
  })

  test('any string comes back as it was, and nothing follows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const text = where({ field: 'DocNumber', operator: '=', value }).slice('DocNumber = '.length)
        expect(readLiteral(text)).toEqual({ value, rest: '' })
      }),
    )
  })

  test('numbers are quoted, booleans are not, lists are each', () => {
    expect(where({ field: 'TotalAmt', operator: '>', value: 1000.5 })).toBe("TotalAmt > '1000.5'")
    expect(where({ field: 'Active', operator: '=', value: false }, 'Customer')).toBe('Active = false')
    expect(where({ field: 'Id', operator: 'IN', value: ['1', "2'"] })).toBe("Id IN ('1', '2\\'')")
  })

  test.each([
    ['2026-01-15T00:30:00Z', '>=', '2026-01-15T00:30:00Z'],
    ['2026-01-14T16:30:00-08:00', '>=', '2026-01-15T00:30:00Z'],
    ['2026-01-14T16:30:00-0800', '<', '2026-01-15T00:30:00Z'],
    ['2026-01-15T00:30:00.001Z', '>=', '2026-01-15T00:30:01Z'],
    ['2026-01-15T00:30:00.001Z', '<', '2026-01-15T00:30:01Z'],
    ['2026-01-15T00:30:00.999Z', '<=', '2026-01-15T00:30:00Z'],
    ['2026-01-15T00:30:00.999Z', '>', '2026-01-15T00:30:00Z'],
  ] as const)('the instant %s after %s is asked for as %s', (value, operator, literal) => {
    expect(where({ field: 'MetaData.CreateTime', operator, value })).toBe(
      `MetaData.CreateTime ${operator} '${literal}'`,
    )
  })

  test.each(['2026-01-15T00:30:00', '2026-01-15', 'yesterday', '2026-13-01T00:00:00Z'])(
    'an instant without an offset is refused, since QuickBooks would read it as Pacific time: %s (PHP-SDK#69)',
    (value) => {
      expect(() => where({ field: 'Metadata.LastUpdatedTime', operator: '>=', value })).toThrow(
        /explicit offset/,
      )
    },
  )

  test('a TxnDate stays the civil date that it is', () => {
    expect(where({ field: 'TxnDate', operator: '>=', value: '2026-01-15' })).toBe("TxnDate >= '2026-01-15'")
  })
})

describe('statements', () => {
  test('MAXRESULTS and a STARTPOSITION from 1 are always said (python-quickbooks#1)', () => {
    expect(buildSelect({ entity: 'Invoice' }, { ...tail, orderBy: 'MetaData.CreateTime' })).toBe(
      'SELECT * FROM Invoice ORDERBY MetaData.CreateTime ASC STARTPOSITION 1 MAXRESULTS 1000',
    )
  })

  test('Active is asked for on the entities that have it, and on no other (tap-quickbooks#87)', () => {
    for (const entity of entities) {
      const statement = buildCount({ entity: entity.name })
      expect(statement.endsWith(' WHERE Active IN (true, false)')).toBe(entity.hasActive)
    }
    const scope = { entity: 'Item', where: [{ field: 'Active', operator: '=', value: true }] } as const
    expect(buildCount(scope)).toBe('SELECT COUNT(*) FROM Item WHERE Active = true')
  })

  test.each<[string, QueryScope]>([
    ['an entity that is none', { entity: 'TaxService' as 'Invoice' }],
    [
      'a field with a space',
      { entity: 'Invoice', where: [{ field: 'Id = 1 OR Id', operator: '=', value: '1' }] },
    ],
    ['an order of Ids', { entity: 'Invoice', where: [{ field: 'Id', operator: '>', value: '1' }] }],
    [
      'an operator that is none',
      { entity: 'Invoice', where: [{ field: 'A', operator: '!=' as '=', value: '1' }] },
    ],
    ['an empty list', { entity: 'Invoice', where: [{ field: 'Id', operator: 'IN', value: [] }] }],
    ['a list for =', { entity: 'Invoice', where: [{ field: 'Id', operator: '=', value: ['1'] }] }],
    ['a clause as text', { entity: 'Invoice', where: "TxnDate > '2024-01-01'" as never }],
    ['a condition in no list', { entity: 'Invoice', where: { field: 'Id' } as never }],
    ['a condition of nothing', { entity: 'Invoice', where: [null] as never }],
    ['a condition without a field', { entity: 'Invoice', where: [{ operator: '=', value: '1' }] as never }],
    ['no number', { entity: 'Invoice', where: [{ field: 'TotalAmt', operator: '=', value: Number.NaN }] }],
  ])('%s is refused before anything is sent', (_name, scope) => {
    expect(() => buildCount(scope)).toThrow(expect.objectContaining({ code: 'QBO_INVALID_OPTIONS' }))
  })
})

test.each([
  ['Invoice', 'Invoice'],
  ['invoices', 'Invoice'],
  ['INVOICE', 'Invoice'],
  ['sales_receipts', 'SalesReceipt'],
  ['SalesReceipts', 'SalesReceipt'],
  ['tax_codes', 'TaxCode'],
  ['company_info', 'CompanyInfo'],
  ['creditcardpaymenttxn', 'CreditCardPayment'],
  ['time-activities', 'TimeActivity'],
  ['facturas', undefined],
  ['', undefined],
  ['constructor', undefined],
])('the entity %s is %s', (name, expected) => {
  expect(findEntity(name)?.name).toBe(expected)
})
