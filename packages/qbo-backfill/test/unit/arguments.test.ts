import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.js'

const table = { values: ['entities', 'from', 'to', 'time-zone'], switches: ['stop-on-stdin-end'] }

test('the Spanish flags are the same options', () => {
  const given = readArguments('run', ['--fecha-inicio', '2024-01-01', '--fecha-fin=2024-02-01'], table, {})
  expect([given.value('from'), given.value('to')]).toEqual(['2024-01-01', '2024-02-01'])
})

test.for([
  ['an unknown flag', ['--window', 'day'], /Unknown option --window/u],
  ['a flag without its value', ['--from'], /--from needs a value/u],
  ['a flag that swallows the next', ['--from', '--to', '2024-01-01'], /--from needs a value/u],
  ['a switch with a value', ['--stop-on-stdin-end=yes'], /takes no value/u],
  ['a stray word', ['invoices'], /"invoices" is not expected/u],
  [
    'one option under both names',
    ['--from', '2024-01-01', '--fecha-inicio', '2024-01-01'],
    /more than once/u,
  ],
] as const)('refuses %s', ([, argv, message]) => {
  expect(() => readArguments('run', argv, table, {})).toThrow(message)
})

test('flags win over the environment, and the environment over the file', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')
  writeFileSync(
    path,
    JSON.stringify({
      fecha_inicio: '2020-01-01',
      'time-zone': 'UTC',
      entities: ['a', 'b'],
      QBO_REALM_ID: '1',
      QBO_CLIENT_ID: 'file',
    }),
  )
  const given = readArguments('run', ['--config', path, '--time-zone', 'America/Guayaquil'], table, {
    QBO_REALM_ID: '2',
    QBO_CLIENT_ID: ' ',
  })
  expect(given.value('from')).toBe('2020-01-01')
  expect(given.value('time-zone')).toBe('America/Guayaquil')
  expect(given.value('entities')).toBe('a,b')
  expect(given.environment('QBO_REALM_ID')).toBe('2')
  expect(given.environment('QBO_CLIENT_ID')).toBe('file')
})

test('a file with an unknown key is refused', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')
  writeFileSync(path, JSON.stringify({ form: '2020-01-01' }))
  expect(() => readArguments('run', ['--config', path], table, {})).toThrow(/unknown keys: form/u)
})

const words = { subcommands: ['add', 'release'], operands: 'ID' }

test('a command of two words takes the second one first, and the rest as operands', () => {
  const given = readArguments('trigger', ['release', '--from', '2024-01-01', '7'], table, {}, words)
  expect([given.subcommand, given.operands, given.flags]).toEqual(['release', ['7'], ['from']])
})

test.for([
  [
    'without its second word',
    [],
    words,
    /"trigger" needs one more word\. Known: trigger add, trigger release/u,
  ],
  ['with a second word that does not exist', ['drop'], words, /Unknown: trigger drop/u],
  [
    'with words where none are expected',
    ['add', '7'],
    { subcommands: ['add'] },
    /"7" is not expected after "trigger add"/u,
  ],
] as const)('refuses a command of two words %s', ([, argv, expected, message]) => {
  expect(() => readArguments('trigger', argv, table, {}, expected)).toThrow(message)
})
