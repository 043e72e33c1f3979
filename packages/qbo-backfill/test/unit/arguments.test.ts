import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere } from '../cli.js'
import { readCommandLine } from '../../src/cli/command-line.js'
import { glance } from '../../src/cli/glance.js'
import type { Arguments } from '../../src/cli/input/arguments.js'

const needed = ['--entities', 'customers', '--to', '2025-01-01']

function read(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Arguments {
  const asked = readCommandLine(argv, env)
  if ('text' in asked) throw new Error(asked.text)
  return asked.given
}

test('the Spanish flags are the same options', () => {
  const words = ['run', '--entities', 'customers', '--fecha-inicio', '2024-01-01', '--fecha-fin=2024-02-01']
  const given = read(words)
  expect([given.value('from'), given.value('to')]).toEqual(['2024-01-01', '2024-02-01'])
})

test.for([
  ['an unknown flag', ['--windows', 'day'], /Unknown option --windows for "run".*Did you mean --window\?/u],
  ['a flag without its value', ['--from'], /--from needs a value/u],
  ['a flag that swallows the next', ['--from', '--to', '2024-01-01'], /--from needs a value/u],
  ['a switch with a value', ['--stop-on-stdin-end=yes'], /takes no value/u],
  ['a stray word', ['invoices'], /"invoices" is not expected after "run"/u],
  ['a flag twice', ['--from', '2024-01-01', '--from=2024-01-01'], /--from .*more than once/u],
  ['a switch twice', ['--no-witness', '--no-witness'], /--no-witness is given more than once/u],
  [
    'one option under both names',
    ['--from', '2024-01-01', '--fecha-inicio', '2024-01-01'],
    /more than once/u,
  ],
  [
    'a value that is none of the choices',
    ['--from', '2024-01-01', '--window=fortnight'],
    /Unknown --window "fort/u,
  ],
  [
    'a number that is none',
    ['--from', '2024-01-01', '--concurrency', '1.5'],
    /"1\.5" is not a whole number from 1 to 10/u,
  ],
  [
    'a number that is too small',
    ['--from', '2024-01-01', '--max-api-calls', '0'],
    /--max-api-calls "0" is not a whole number from 1 to/u,
  ],
  [
    'a number that is too large',
    ['--from', '2024-01-01', '--concurrency', '11'],
    /--concurrency "11" is not a whole number from 1 to 10/u,
  ],
  [
    'a language that it does not speak',
    ['--from', '2024-01-01', '--language', 'fr'],
    /Unknown --language "fr"/u,
  ],
  ['no start', [], /Missing: --from\. For example: qbo-backfill run .*qbo-backfill run --help/u],
] as const)('refuses %s', ([, argv, message]) => {
  expect(() => read(['run', ...needed, ...argv])).toThrow(message)
})

test.for([
  [['rum'], /Unknown command "rum"\. Did you mean run\? See: qbo-backfill --help/u],
  [[], /No command is given\. See: qbo-backfill --help/u],
  [['run', '--entites', 'x'], /--entites for "run"\. Did you mean --entities\?/u],
  [['run', '--fecha-inico=2024-01-01'], /Did you mean --fecha-inicio\?/u],
  [['trigger', 'ad'], /Unknown: trigger ad\. Known: trigger add, .* Did you mean trigger add\?/u],
  [['xylophone'], /Unknown command "xylophone"\. See/u],
  [['-x'], /Unknown option -x\. /u],
] as const)('of %j it says what was meant, where that can be guessed', ([argv, message]) => {
  expect(() => read(argv)).toThrow(message)
})

test('errors of arguments are in the language of the terminal, or the one that is named; a host reads English', async () => {
  const env = { LANG: 'es_EC.UTF-8' }
  const told = async (argv: readonly string[], more: NodeJS.ProcessEnv = env): Promise<string> =>
    (await runHere(argv, more)).stderr
  expect(await told(['run', '--entites', 'x'])).toMatch(
    /No existe la opción --entites en "run"\. ¿Quiso decir --entities\?/u,
  )
  expect(await told(['run', ...needed])).toMatch(
    /Falta: --fecha-inicio \(--from\)\. Por ejemplo: qbo-backfill run/u,
  )
  expect(await told(['run', '--from'])).toMatch(/--fecha-inicio necesita un valor\./u)
  expect(await told(['rum', '--language', 'es'], {})).toMatch(/No existe el comando "rum"/u)
  expect(await told(['rum', '--language=en'])).toMatch(/Unknown command/u)
  expect(await told(['rum'], { ...env, LC_ALL: 'C' })).toMatch(/Unknown command/u)
  const { events } = await runHere(['rum'], env)
  expect(events.at(-1)).toMatchObject({
    error: { message: expect.stringMatching(/^Unknown command/u) as string },
  })
})

test('help and version are asked for by any of their names, before or after a command', () => {
  const say = (...argv: string[]): string => {
    const asked = readCommandLine(argv, {})
    return 'text' in asked ? asked.text : 'a command'
  }
  for (const words of [['-h'], ['--help'], ['help']])
    expect(say(...words)).toMatch(/^Usage: qbo-backfill \[/u)
  for (const words of [
    ['run', '-h'],
    ['run', '--from', 'x', '--help'],
    ['help', 'run'],
  ])
    expect(say(...words)).toMatch(/^Usage: qbo-backfill run/u)
  for (const words of [['-v'], ['-V'], ['--version']]) expect(say(...words)).toMatch(/^\d+\.\d+\.\d+/u)
  expect(say('--language', 'es', 'trigger', 'add', '--help')).toMatch(
    /^Uso: qbo-backfill trigger add \[opciones\]/u,
  )
})

test('flags win over the environment, and the environment over the file', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')
  writeFileSync(
    path,
    JSON.stringify({
      fecha_inicio: '2020-01-01',
      to: '2021-01-01',
      'time-zone': 'UTC',
      entities: ['a', 'b'],
      QBO_REALM_ID: '1',
      QBO_CLIENT_ID: 'file',
    }),
  )
  const given = read(['run', '--config', path, '--time-zone', 'America/Guayaquil'], {
    QBO_REALM_ID: '2',
    QBO_CLIENT_ID: ' ',
  })
  expect(given.value('from')).toBe('2020-01-01')
  expect(given.value('time-zone')).toBe('America/Guayaquil')
  expect(given.value('entities')).toBe('a,b')
  expect(given.environment('QBO_REALM_ID')).toBe('2')
  expect(given.environment('QBO_CLIENT_ID')).toBe('file')
})

test('nothing in a file is passed over in silence', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')
  const given = (config: object): (() => unknown) => {
    writeFileSync(path, JSON.stringify(config))
    return () => read(['run', '--config', path, ...needed, '--from', '2024-01-01'])
  }
  expect(given({ form: '2020-01-01' })).toThrow(/unknown keys: form/u)
  expect(given({ 'stop-on-stdin-end': 'yes' })).toThrow(/true or false.*stop-on-stdin-end/u)
  expect(given({ from: { date: '2024-01-01' } })).toThrow(/from/u)
  expect(given({ entities: [['a']] })).toThrow(/entities/u)
  expect(given({ window: 'fortnight' })).toThrow(/Unknown --window "fortnight"/u)
  expect(given({ entities: ['a', 7], from: null, 'stop-on-stdin-end': false, json: true })).not.toThrow()
})

test('words after a command are its operands, flags among them or not', () => {
  const given = read(['rejects', 'acknowledge', '7', '--by', 'ana', '8'])
  expect([given.operands, given.flags]).toEqual([['7', '8'], ['by']])
})

test.for([
  [['trigger'], /"trigger" needs one more word\. Known: trigger add, trigger list/u],
  [['trigger', 'release'], /"trigger release" needs one more word: ID/u],
  [['trigger', 'release', '1', '2'], /"2" is not expected after "trigger release"/u],
  [['trigger', 'list', '--wait'], /Unknown option --wait for "trigger list"/u],
] as const)('refuses %j', ([argv, message]) => {
  expect(() => read(argv)).toThrow(message)
})

test('a file says, too, what must be known before a command line is read; the line itself goes before it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-config-')), 'config.json')
  writeFileSync(
    path,
    '{ "json": true, "language": "es", "stop-on-stdin-end": true, "entities": "customers" }',
  )
  const words = ['run', '--config', path, '--from', '2024-01-01']
  expect(glance(words, {})).toMatchObject({ json: true, language: 'es', 'stop-on-stdin-end': true })
  expect(glance([...words, '--language', 'en'], {}).language).toBe('en')
  // What is missing of the line is said in the language of the file.
  expect((await runHere(words, {})).stderr).toContain('Falta: --fecha-fin')
})
