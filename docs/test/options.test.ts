import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, tableAfter } from './page.ts'

const page = readPage('docs/reference/options.md')
const types = exportedTypes()
/** What people write as one object: the options of calls, a trigger to store, a check or a sink of their own. */
const expected = types.names.filter((name) =>
  /Options$|^(?:NewTrigger|CustomCheck|PageSink|Sink(?:Page|Record|Deletion))$/u.test(name),
)

test('docs/reference/options.md has a heading for every kind of options, and for no other', () => {
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1] ?? '')
  expect(headings.toSorted()).toEqual(expected.toSorted())
})

test.each(expected)(
  'docs/reference/options.md has the options of %s, and whether they are required',
  (name) => {
    const documented = tableAfter(page, `### ${name}`).map(([option = '', , standard = '']) => [
      namesIn(option).join(),
      standard === 'required' ? 'required' : 'optional',
    ])
    const fields = types
      .fieldsOf(name)
      .map((field) => [field.name, field.isOptional ? 'optional' : 'required'])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(fields))
  },
)

test('docs/reference/options.md has the defaults that the types name', () => {
  const wrong = expected.flatMap((name) =>
    tableAfter(page, `### ${name}`).flatMap(([option = '', , standard = '']) => {
      const field = types.fieldsOf(name).find((each) => each.name === namesIn(option).join())
      return standard.includes(field?.defaultValue ?? '') ? [] : [`${name}.${field?.name}: ${standard}`]
    }),
  )
  expect(wrong).toEqual([])
})
