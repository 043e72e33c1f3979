import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leanText as leanTextOfBytes } from '../../src/answer/lean-text.js'

const fields = ['Id', 'MetaData', 'TxnDate']

function leanText(text: string): string | undefined {
  return leanTextOfBytes(
    Buffer.from(text),
    fields.map((field) => Buffer.from(field)),
  )
}

/** What is to be left, made from the parsed answer. */
function leanValue(answer: unknown): unknown {
  const { QueryResponse, ...rest } = answer as { QueryResponse: Record<string, unknown> }
  const lean = Object.entries(QueryResponse).map(([key, value]): [string, unknown] => [
    key,
    Array.isArray(value) ? value.map(leanRecord) : value,
  ])
  return { ...rest, QueryResponse: Object.fromEntries(lean) }
}

function leanRecord(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record
  return Object.fromEntries(Object.entries(record).filter(([key]) => fields.includes(key) || isEscaped(key)))
}

/** Such a key may be any: it is kept. */
function isEscaped(key: string): boolean {
  return JSON.stringify(key).includes('\\')
}

const key = fc.oneof(fc.constantFrom(...fields, 'Line', 'id', 'QueryResponse'), fc.string({ unit: 'binary' }))
const record = fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true })
const answers = fc.record({
  QueryResponse: fc.dictionary(key, fc.oneof(fc.array(fc.oneof(record, fc.jsonValue())), fc.jsonValue()), {
    noNullPrototype: true,
  }),
  time: fc.jsonValue(),
})

test('what is left of any answer is what its records would keep if they were parsed', () => {
  fc.assert(
    fc.property(answers, fc.constantFrom(undefined, 1, '\t'), (answer, indent) => {
      const lean = leanText(JSON.stringify(answer, null, indent))
      expect(JSON.parse(lean as string)).toEqual(leanValue(JSON.parse(JSON.stringify(answer))))
    }),
  )
})

test('a text that was cut off anywhere is not taken for JSON', () => {
  const text = JSON.stringify({
    QueryResponse: {
      Invoice: [{ Id: '1', Line: [{ Text: 'a \\" b' }], TxnDate: '2024-01-01' }],
      maxResults: 1,
    },
    time: 'now',
  })
  for (let length = 0; length < text.length; length++) {
    const cut = text.slice(0, length)
    expect(() => JSON.parse(leanText(cut) ?? cut) as unknown).toThrow(SyntaxError)
  }
})

test('a field whose name is written with an escape is read by the parser', () => {
  const lean = leanText(String.raw`{"QueryResponse":{"Invoice":[{"\u0049d":"7","Note":"x"}]}}`)
  expect(JSON.parse(lean as string)).toEqual({ QueryResponse: { Invoice: [{ Id: '7' }] } })
})

test.each([
  ['a number', '7'],
  ['an array', '[{"Id":"1"}]'],
  ['a key without quotes', '{Id:1}'],
  ['a key without a value', '{"QueryResponse":}'],
  ['a key without a colon', '{"QueryResponse" 1}'],
  ['members without a comma', '{"a":1 "b":2}'],
  ['elements without a comma', '{"QueryResponse":{"Invoice":[1 2]}}'],
])('%s is left to the parser', (_what, text) => {
  expect(leanText(text)).toBeUndefined()
})

test('an answer of another kind stays as it is', () => {
  const text = '{"CDCResponse":[{"QueryResponse":[{"Invoice":[{"Id":"1","Note":"x"}]}]}]}'
  expect(leanText(text)).toBe(text)
})
