import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportedTypes } from './exported-types.ts'
import { namesIn, readPage, root, tableAfter } from './page.ts'
import { readReference, references } from './reference-pages.ts'

const types = exportedTypes()

/** Each type in each language. */
function inEachLanguage(names: readonly string[]) {
  return references.flatMap((language) =>
    names.map((name) => ({ folder: language.folder, name, page: readReference(language, 'events.md') })),
  )
}

test.each(inEachLanguage(['BackfillEventBody', 'TriggerEvent', 'QboClientEvent']))(
  'events.md of $folder has every event of $name with its fields',
  ({ name, page }) => {
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

test.each(
  inEachLanguage([
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
  ]),
)('events.md of $folder has the fields of $name', ({ name, page }) => {
  const documented = tableAfter(page, `### ${name}`).map(([field = '']) => namesIn(field).join())
  expect(documented.toSorted()).toEqual(
    types
      .fieldsOf(name)
      .map((field) => field.name)
      .toSorted(),
  )
})

test.each(references)('events.md of $folder names everything else that the command line says', (language) => {
  const page = readReference(language, 'events.md')
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

test.each([
  ['docs/concepts/proof.md', '## Green, yellow, red'],
  ['docs/es/concepts/proof.md', '## Verde, amarillo, rojo'],
] as const)('%s has every check of the engine, and no other', (page, heading) => {
  const sources = ['checks', 'row-checks', 'witness'].flatMap((room) => {
    const directory = `${root}packages/qbo-backfill/src/${room}`
    return readdirSync(directory).map((file) => readFileSync(`${directory}/${file}`, 'utf8'))
  })
  const names = sources.flatMap((source) =>
    [...source.matchAll(/^ +(?:return \{ entity, )?name: '(\w+)'/gmu)].map((match) => match[1] ?? ''),
  )
  const documented = tableAfter(readPage(page), heading).map(([name = '']) => namesIn(name).join())
  expect(documented.toSorted()).toEqual([...new Set([...names, 'proof', 'rejects'])].toSorted())
})
