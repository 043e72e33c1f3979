import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutTo, widthOf } from '../../src/cli/output/columns.js'
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

test('what is written wide stands in its columns', () => {
  const rows = [
    ['株式会社山田', '7', 'green'],
    ['🧾 Ana', '1,234', 'red'],
  ]
  expect(formatTable(['company', 'rows', 'status'], rows, 80).split('\n')).toEqual([
    'company        rows  status',
    '────────────  ─────  ──────',
    '株式会社山田      7  green',
    '🧾 Ana        1,234  red',
    '',
  ])
  expect(formatTable(['name', 'said'], [['年末', '年 末 年 末']], 12)).toBe(
    'name  said\n────  ──────\n年末  年 末\n      年 末\n',
  )
})

test('a line that is cut has the width that there is, and half of no character', () => {
  const text = fc.array(fc.constantFrom('a', 'ñ', '末', '\u{20000}', '🧾', '👩‍🚀', '…'), { maxLength: 30 })
  fc.assert(
    fc.property(text, fc.nat({ max: 40 }), (characters, width) => {
      const line = characters.join('')
      const cut = cutTo(line, width)
      expect(line.startsWith(cut)).toBe(true)
      expect(cut).not.toMatch(/\p{Cs}/u)
      expect(widthOf(cut)).toBeLessThanOrEqual(width)
      expect(cut === line).toBe(widthOf(line) <= width)
    }),
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
