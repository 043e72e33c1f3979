import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasHugeNumber } from '../../src/record/huge-number.js'
import { repairRecord } from '../../src/record/repair-record.js'
import { recordsOfPage } from '../../src/record/page-records.js'
import { splitRecords } from '../../src/record/split-records.js'
import { stringEnd } from '../../src/record/string-end.js'

const path = ['QueryResponse', 'Invoice']

const noForm = 'no form of an answer'

function recordsOf(text: string, where: readonly string[]): readonly string[] | typeof noForm | undefined {
  const bytes = Buffer.from(text)
  const split = splitRecords(bytes, where)
  if (split === undefined) return undefined
  return split.spans?.map(({ start, end }) => bytes.toString('utf8', start, end)) ?? noForm
}

describe('records are cut out of a page', () => {
  test('each as it was written, whatever JSON it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ noUnicodeString: false })),
        fc.nat({ max: 2 }),
        (records, space) => {
          const text = JSON.stringify(
            { odd: '"[{', QueryResponse: { a: [1], Invoice: records, z: 'x' }, time: 1 },
            null,
            space,
          )
          const found = recordsOf(text, path)
          expect(Array.isArray(found) && found.map((one: string) => JSON.parse(one) as unknown)).toEqual(
            JSON.parse(JSON.stringify(records)),
          )
        },
      ),
    )
  })

  test.each<[string, readonly string[] | typeof noForm | undefined]>([
    ['{"QueryResponse":{"Invoice":[]}}', []],
    [' {\t"QueryResponse" :\r\n{"Invoice": [ {"Id":"1"} , {"Id":"2"} ] } }', ['{"Id":"1"}', '{"Id":"2"}']],
    // A single record that is no list, and of keys that repeat the last.
    ['{"QueryResponse":{"Invoice":{"Id":"1"}}}', ['{"Id":"1"}']],
    ['{"QueryResponse":{"Invoice":[1],"Invoice":[2]}}', ['2']],
    ['{"QueryResponse":{"Invoice":[1]},"QueryResponse":{}}', []],
    // A name that is written with an escape is the name all the same.
    [String.raw`{"QueryResponse":{"Invo\u0069ce":["ñ😀"]}}`, ['"ñ😀"']],
    // Nothing there, which QuickBooks says by leaving it out.
    ['{"QueryResponse":{}}', []],
    ['{"QueryResponse":{"startPosition":1,"maxResults":0},"time":"x"}', []],
    // Something is there, and nobody knows what.
    [String.raw`{"QueryResponse":{"Invo\ice":[1]}}`, noForm],
    ['{"QueryResponse":{"Customer":[1]}}', noForm],
    ['{"QueryResponse":{"Customer":{"Id":"1"}}}', noForm],
    ['{"QueryResponse":null}', noForm],
    ['{"QueryResponse":[]}', noForm],
    ['{"QueryResponse":{"Invoice":"text"}}', noForm],
    ['{"QueryResponse":{"Invoice":null}}', noForm],
    ['{}', noForm],
    ['[1]', noForm],
    ['null', noForm],
    ['{"Fault":{"Error":[{"code":"4000"}],"type":"ValidationFault"},"time":"x"}', noForm],
    ['{"fault":{"error":[]},"QueryResponse":{}}', noForm],
    ['{"QueryResponse":{"Fault":null,"Invoice":[1]}}', noForm],
    // Something comes after the end.
    ['{"QueryResponse":{}} {}', undefined],
    ['{"QueryResponse":{"Invoice":[1]}}]', undefined],
    ['{"QueryResponse":{"Invoice":[1]}} \n', ['1']],
    // Cut off, or no JSON.
    ['', undefined],
    ['{"QueryResponse"', undefined],
    ['{"QueryResponse" 1', undefined],
    ['{"Query', undefined],
    ['{"QueryResponse":', undefined],
    ['{"QueryResponse":{"Invoice":', undefined],
    ['{"QueryResponse":{"Invoice":[', undefined],
    ['{"QueryResponse":{"Invoice":[{"Id":"1"}', undefined],
    ['{"QueryResponse":{"Invoice":[{"Id":"1"},{"Id":"2', undefined],
    ['{"QueryResponse":{"Invoice":[{"Id":"1"},{"Id":', undefined],
    ['{"QueryResponse":{"Invoice":[,]}}', undefined],
    ['{"QueryResponse":{"Invoice":[1,]}}', undefined],
    ['{"QueryResponse":{"Invoice":[1 2]}}', undefined],
    ['{"QueryResponse":{"Invoice":["1""2"]}}', undefined],
    ['{"QueryResponse":{"Invoice":[1}}', undefined],
    ['{"a":"cut', undefined],
    ['{"a":1 "b":2', undefined],
    ['{"a":1,}', undefined],
    ['{1:2}', undefined],
    ['{"QueryResponse":{"Invoice":{"Id":"1"', undefined],
  ])('%j', (text, expected) => {
    expect(recordsOf(text, path)).toEqual(expected)
  })

  test('by positions in lists, as in an answer of change data capture', () => {
    const text =
      '{"CDCResponse":[{"QueryResponse":[{"Customer":[3]},{"Invoice":[{"Id":"1"}, 2]}]}],"time":"x"}'
    expect(recordsOf(text, ['CDCResponse', '0', 'QueryResponse', '1', 'Invoice'])).toEqual([
      '{"Id":"1"}',
      '2',
    ])
    expect(recordsOf(text, ['CDCResponse', '0', 'QueryResponse', '2', 'Invoice'])).toBe(noForm)
    expect(recordsOf(text, ['CDCResponse', 'QueryResponse'])).toBe(noForm)
  })

  test('from a list that is the whole text, and from a text of one scalar', () => {
    expect(recordsOf('[1, "a"]', [])).toEqual(['1', '"a"'])
    expect(recordsOf('12', [])).toBe(noForm)
    expect(recordsOf('', [])).toBeUndefined()
    expect(recordsOf('{"a":', [])).toBeUndefined()
    expect(recordsOf('[1', [])).toBeUndefined()
    expect(recordsOf('{"a":1}', [])).toEqual(['{"a":1}'])
  })
})

test.each([
  ['{"a":1E2}', true],
  ['{"a":[-1.5e-3]}', true],
  ['{"a":true,"b":"1E5","1e5":12}', false],
])('%s has a number with an exponent: %s', (text, expected) => {
  expect(splitRecords(Buffer.from(`[1, ${text}]`), [])?.hasExponent).toBe(expected)
})

test.each([
  ['{"a":1}', 1],
  ['{"a":[[]],"b":"[[[["}', 3],
])('%s nests %i deep', (text, expected) => {
  expect(splitRecords(Buffer.from(text), [])?.depth).toBe(expected)
})

test.each([
  ['"a"', 3],
  [String.raw`"a\"b" `, 6],
  [String.raw`"a\\" "`, 5],
  ['"a', undefined],
])('the string %s ends behind position %s', (text, expected) => {
  expect(stringEnd(text, 0)).toBe(expected)
})

test.each([
  ['{"a":1E400}', false],
  ['{"a":1E401}', true],
  ['{"a":1e+100000}', true],
  ['{"a":1E-500}', true],
  ['{"a":"1E100000"}', false],
  ['{"a":"1E100000","b":1E100000}', true],
  ['{"a":"1E100000', false],
  ['{"a":12.50}', false],
])('%s expands beyond all bounds: %s', (text, expected) => {
  expect(hasHugeNumber(text)).toBe(expected)
})

describe('what PostgreSQL cannot hold is replaced', () => {
  test.each([
    [String.raw`"a\u0000b"`, String.raw`"a\ufffdb"`, 'nul-character'],
    ['"a\0b"', String.raw`"a\ufffdb"`, 'nul-character'],
    [String.raw`"\ud83d"`, String.raw`"\ufffd"`, 'lone-surrogate'],
    [String.raw`"\ude00"`, String.raw`"\ufffd"`, 'lone-surrogate'],
    [String.raw`"\ude00\ude00"`, String.raw`"\ufffd\ufffd"`, 'lone-surrogate'],
    [String.raw`"\u0041\ude00"`, String.raw`"\u0041\ufffd"`, 'lone-surrogate'],
    [String.raw`"\u0000\ude00"`, String.raw`"\ufffd\ufffd"`, 'nul-character'],
    ['"a\x01b"', String.raw`"a\u0001b"`, 'control-character'],
    ['"a\x01\x02\0"', String.raw`"a\u0001\u0002\ufffd"`, 'nul-character'],
    [String.raw`"\ud83d` + '\x01"', String.raw`"\ufffd\u0001"`, 'lone-surrogate'],
    // The first reason is the one that is told.
    ['"\x01' + String.raw`\ud83d"`, String.raw`"\u0001\ufffd"`, 'control-character'],
    ['"\x01' + String.raw`\u0041\ude00"`, String.raw`"\u0001\u0041\ufffd"`, 'control-character'],
  ])('%j', (text, repaired, reason) => {
    expect(repairRecord(text)).toEqual({ text: repaired, reason })
  })

  test.each([
    [String.raw`"\ud83d\ude00"`],
    [String.raw`"\\u0000"`],
    [String.raw`"\u0041\n"`],
    ['{\n\t"a":\r 1}'],
    ['"a"'],
  ])('and %j is left as it is', (text) => {
    expect(repairRecord(text)).toEqual({ text, reason: undefined })
  })
})

test('of an answer with records of several entities only those that are asked for go to the database', () => {
  const text =
    '{"CDCResponse":[{"QueryResponse":[{"Item":[{"Id":"1","Price":1E999999}]},{"Invoice":[{"Id":"ñ"}, {"Id":"3"}]}]}]}'
  const recordsPath = ['CDCResponse', '0', 'QueryResponse', '1', 'Invoice']
  const records = recordsOfPage({ text, entity: 'Invoice', recordsPath })
  expect(records.bytes.toString()).toBe('{"Id":"ñ"}, {"Id":"3"}')
  expect([1, 2].map((ordinal) => records.textOf(ordinal))).toEqual(['{"Id":"ñ"}', '{"Id":"3"}'])
  expect(records.isDangerous).toBe(false)
})
