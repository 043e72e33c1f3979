import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, tableAfter } from './page.ts'
import { readReference, references } from './reference-pages.ts'

const types = exportedTypes()
/** What people write as one object: the options of calls, a trigger to store, a check or a sink of their own. */
const expected = types.names.filter((name) =>
  /Options$|^(?:NewTrigger|CustomCheck|PageSink|Sink(?:Page|Record|Deletion))$/u.test(name),
)

test.each(references)(
  'options.md of $folder has a heading for every kind of options, and for no other',
  (language) => {
    const page = readReference(language, 'options.md')
    const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1] ?? '')
    expect(headings.toSorted()).toEqual(expected.toSorted())
  },
)

test.each(references.flatMap((language) => expected.map((name) => ({ ...language, language, name }))))(
  'options.md of $folder has the options of $name, and whether they are required',
  ({ language, name }) => {
    const documented = tableAfter(readReference(language, 'options.md'), `### ${name}`).map(
      ([option = '', , standard = '']) => [
        namesIn(option).join(),
        standard === language.required ? 'required' : 'optional',
      ],
    )
    const fields = types
      .fieldsOf(name)
      .map((field) => [field.name, field.isOptional ? 'optional' : 'required'])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(fields))
  },
)

test.each(references)('options.md of $folder has the defaults that the types name', (language) => {
  const page = readReference(language, 'options.md')
  const wrong = expected.flatMap((name) =>
    tableAfter(page, `### ${name}`).flatMap(([option = '', , standard = '']) => {
      const field = types.fieldsOf(name).find((each) => each.name === namesIn(option).join())
      const first = field?.defaultValue ?? ''
      const said = language.defaults.get(first) ?? first
      return standard.includes(said) ? [] : [`${name}.${field?.name}: ${standard}`]
    }),
  )
  expect(wrong).toEqual([])
})
