import { expect, test } from 'vitest'
import { known, unreadMember } from '../../src/report/member.js'

const members = known('Rows', 'Summary')

const cells = [{ value: '12.00' }]

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty text', ''],
  ['an empty object', {}],
  ['an empty list', []],
])('where nothing has been read of an object, %s holds nothing either', (_what, value) => {
  expect(unreadMember({ Extra: value }, members, false)).toBeUndefined()
})

test.each([
  ['a text', 'Invoice'],
  ['a number', 0],
  ['an object', { value: '' }],
  ['a list', [null]],
])('where nothing has been read of an object, %s may be what is lacking', (_what, value) => {
  expect(unreadMember({ Rows: 1, Extra: value }, members, false)).toBe('Extra')
})

test.each([
  ['no object', 'ColData'],
  ['null', null],
  ['an option, which has a name', { Name: 'accounting_method', Value: 'Cash' }],
  ['cells that are none', { ColData: [] }],
  ['a value that is none', { value: '' }],
  [
    'what holds none at any depth',
    { a: [{ b: { ColData: '', c: [null, 'x', { name: 'x', value: 'y' }] } }] },
  ],
])('where something has been read of an object, %s is not looked for', (_what, value) => {
  expect(unreadMember({ Rows: 1, Extra: value }, members, true)).toBeUndefined()
})

test.each([
  ['cells', { ColData: cells }],
  ['cells in small letters', { coldata: cells }],
  ['a cell', { value: '12.00' }],
  ['cells of a list', ['x', { ColData: cells }]],
  ['cells below something', { a: 1, b: [{ c: { ColData: cells } }] }],
  ['a cell below something that has a name', { name: 'x', value: 'y', more: cells }],
])(
  'where something has been read of an object, %s that nobody reads may be a transaction',
  (_what, value) => {
    expect(unreadMember({ Rows: 1, Extra: value }, members, true)).toBe('Extra')
  },
)

test('a name is read once, whatever the case of its letters', () => {
  expect(unreadMember({ ROWS: cells, summary: cells }, members, true)).toBeUndefined()
  expect(unreadMember({ Rows: cells, ROWS: cells }, members, true)).toBe('ROWS')
  expect(unreadMember({ ROWS: cells, Rows: cells }, members, true)).toBe('ROWS')
  expect(unreadMember({ ROWS: cells, rows: cells }, members, true)).toBe('rows')
})
