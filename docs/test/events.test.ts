import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, root, tableAfter } from './page.ts'

const page = readPage('docs/reference/events.md')
const types = exportedTypes()

test.each(['BackfillEventBody', 'TriggerEvent', 'QboClientEvent'])(
  'docs/reference/events.md has every event of %s with its fields',
  (name) => {
    const documented = tableAfter(page, `<!-- ${name} -->\n`).map(([type = '', , fields = '']) => [
      namesIn(type).join(),
      // What a field may hold stands in brackets behind it.
      namesIn(fields.replaceAll(/\([^)]*\)/gu, '')).toSorted(),
    ])
    const actual = [...types.membersOf(name)].map(([type, fields]) => [
      type,
      fields.map((field) => field.name).toSorted(),
    ])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(actual))
  },
)

test.each([
  'SegmentName',
  'EventError',
  'BackfillReport',
  'EntityReport',
  'VerifyReport',
  'VerifiedEntity',
  'DeepOutcome',
  'SyncReport',
  'WitnessReport',
  'EvidenceVerification',
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
  expect(said.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
})

test('docs/concepts/proof.md has every check of the engine, and no other', () => {
  const sources = ['checks', 'row-checks', 'witness'].flatMap((room) => {
    const directory = `${root}packages/qbo-backfill/src/${room}`
    return readdirSync(directory).map((file) => readFileSync(`${directory}/${file}`, 'utf8'))
  })
  const names = sources.flatMap((source) =>
    [...source.matchAll(/^ +(?:return \{ entity, )?name: '(\w+)'/gmu)].map((match) => match[1] ?? ''),
  )
  const documented = tableAfter(readPage('docs/concepts/proof.md'), '## Green, yellow, red').map(
    ([name = '']) => namesIn(name).join(),
  )
  expect(documented.toSorted()).toEqual([...new Set([...names, 'proof', 'rejects'])].toSorted())
})
