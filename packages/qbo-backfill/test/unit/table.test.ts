import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTable, shortInstant, wrap } from '../../src/cli/output/table.js'

const word = fc.stringMatching(/^[a-zñ]{1,12}$/u)
const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
const table = fc.integer({ min: 1, max: 7 }).chain((columns) =>
  fc.record({
    head: fc.array(word, { minLength: columns, maxLength: columns }),
    rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
)

test('a table is no wider than the terminal, and breaks no word', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 40, max: 120 }), ({ head, rows }, width) => {
      const text = formatTable(head, rows, width)
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
      const said = new Set(text.split(/\s+/u))
      for (const each of [...rows.flat(), ...head].flatMap((part) => part.split(' ')))
        expect(said.has(each)).toBe(true)
    }),
  )
})

test('columns of numbers stand at the right, and a row that has no room for its columns is a list', () => {
  expect(
    formatTable(
      ['entity', 'rows'],
      [
        ['Item', '7'],
        ['Customer', '1,234'],
      ],
      80,
    ),
  ).toBe('entity     rows\n────────  ─────\nItem          7\nCustomer  1,234\n')
  expect(formatTable(['id', 'from'], [['1', '2024-01-01T00:00:00Z']], 20)).toBe(
    'id    1\nfrom  2024-01-01T00:00:00Z\n',
  )
})

test('a line is cut between words, and after the commas of a list', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
  expect(wrap('Customer,Invoice,Item', 17)).toEqual(['Customer,Invoice,', 'Item'])
  expect(wrap('https://example.com/callback', 8)).toEqual(['https://example.com/callback'])
})

test('a column shows a midnight as its date, and any other instant to the minute', () => {
  expect(['2024-01-01T00:00:00Z', '2024-01-01T05:30:59Z', ''].map(shortInstant)).toEqual([
    '2024-01-01',
    '2024-01-01 05:30',
    '',
  ])
})
