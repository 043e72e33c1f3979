import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, root, tableAfter } from './page.ts'

const page = readPage('docs/reference/events.md')
const types = exportedTypes()

test.each([
  ['BackfillEventBody', []],
  ['TriggerEvent', ['id', 'at', 'localTime']],
  ['QboClientEvent', []],
])('docs/reference/events.md has every event of %s with its fields', (name, nested) => {
  const rows = tableAfter(page, `<!-- ${name} -->\n`)
  const documented = rows.map(([type = '', , fields = '']) => [namesIn(type).join(), namesIn(fields)])
  // Words that a field may hold, or fields of what it holds, stand in brackets behind it.
  const inBrackets = new Set([...nested, 'plan', 'read', 'prove', 'verify', 'sync'])
  const stated = documented.map(([type, fields]) => [
    type,
    (fields as string[]).filter((field, index) => index === 0 || !inBrackets.has(field)).toSorted(),
  ])
  const actual = [...types.membersOf(name)].map(([type, fields]) => [
    type,
    fields.map((field) => field.name).toSorted(),
  ])
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(actual))
})

test.each([
  'SegmentName',
  'EventError',
  'BackfillReport',
  'EntityReport',
  'VerifyReport',
  'VerifiedEntity',
  'DeepOutcome',
  'SyncReport',
  'SyncedEntity',
])('docs/reference/events.md has the fields of %s', (name) => {
  const documented = tableAfter(page, `### ${name}`).map(([field = '']) => namesIn(field).join())
  expect(documented.toSorted()).toEqual(
    types
      .fieldsOf(name)
      .map((field) => field.name)
      .toSorted(),
  )
})

test('docs/reference/events.md names everything else that the command line says', () => {
  const directory = `${root}packages/qbo-backfill/src/cli`
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${directory}/${file}`, 'utf8'))
    .join('\n')
  const said = [...sources.matchAll(/(?:note\(|type: |\? )'(?<type>[a-z]+(?:\.[a-z]+)?)'(?=[,;:\s])/gu)]
    .map((match) => match.groups?.['type'] ?? '')
    .filter((type) => type.includes('.') || type === 'warning')
  expect(said.length).toBeGreaterThan(10)
  for (const type of new Set(said)) expect(page, type).toContain(`\`${type}\``)
})
