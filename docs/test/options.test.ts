import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, tableAfter } from './page.ts'

const page = readPage('docs/reference/options.md')
const types = exportedTypes()
/** What people write as one object: the options of calls, a trigger to store, a check of their own. */
const expected = types.names.filter((name) => /Options$|^NewTrigger$|^CustomCheck$/u.test(name))

test('docs/reference/options.md has a heading for every kind of options, and for no other', () => {
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1])
  expect(headings.toSorted()).toEqual(expected.toSorted())
})

test.each(expected)('docs/reference/options.md has the options of %s, with their defaults', (name) => {
  const documented = tableAfter(page, `### ${name}`).map(([option = '', , standard = '']) => ({
    name: namesIn(option).join(),
    isOptional: standard !== 'required',
    standard,
  }))
  const fields = types.fieldsOf(name)
  expect(documented.map((row) => row.name).toSorted()).toEqual(fields.map((field) => field.name).toSorted())
  for (const { name: option, isOptional, defaultValue } of fields) {
    const row = documented.find((each) => each.name === option)
    expect(row?.isOptional, `${option} is required or not`).toBe(isOptional)
    if (defaultValue !== undefined) expect(row?.standard, `default of ${option}`).toContain(defaultValue)
  }
})
