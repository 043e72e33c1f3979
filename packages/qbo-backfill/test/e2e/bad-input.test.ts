import { createTestDatabase } from 'testkit'
import { afterAll, expect, test } from 'vitest'
import { runHere } from '../cli.js'

const database = await createTestDatabase()

afterAll(() => database.drop())

const credentials = {
  QBO_CLIENT_ID: 'client',
  QBO_CLIENT_SECRET: 'secret-that-must-not-show',
  QBO_REALM_ID: '9130350000000001',
  QBO_REFRESH_TOKEN: 'token-that-must-not-show',
  DATABASE_URL: database.url,
}
const good = ['run', '--entities', 'customers', '--from', '2024-01-01', '--to', '2025-01-01']

function without(name: keyof typeof credentials): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(credentials).filter(([key]) => key !== name))
}

function withFlag(name: string, value: string): string[] {
  return good.map((word, index) => (good[index - 1] === name ? value : word))
}

type Case = [string, string[], NodeJS.ProcessEnv, RegExp]

function allWrong(command: string): Case {
  const words = `${command} --entities customers,invoces --from x --to 2024-02-30 --time-zone Mars/One`
  const of = command.includes('--at') ? '.*"soon"' : ''
  const said = new RegExp(`invoices\\?.*Mars/One.*"x" is not a date.*does not exist${of}`, 'u')
  return [`all that is wrong with ${command}`, words.split(' '), credentials, said]
}

const cases: Case[] = [
  ['no command', [], credentials, /No command is given/u],
  ['an unknown command', ['backfil'], credentials, /Unknown command "backfil"/u],
  ['an unknown flag', [...good, '--windows', 'day'], credentials, /Unknown option --windows/u],
  [
    'an unknown entity',
    withFlag('--entities', 'customers,invoces'),
    credentials,
    /Unknown entity: invoces; did you mean invoices\?$/mu,
  ],
  ['an unknown zone', [...good, '--time-zone', 'America/Quito2'], credentials, /Unknown time zone/u],
  ...['run', 'plan', 'verify', 'trigger add --at soon'].map(allWrong),
  ['an unknown window', [...good, '--window', 'fortnight'], credentials, /Unknown --window/u],
  ['from after to', withFlag('--from', '2026-01-01'), credentials, /ends before it starts/u],
  ['from equal to to', withFlag('--from', '2025-01-01T00:00:00Z'), credentials, /The range is empty/u],
  ['a date that does not exist', withFlag('--from', '2024-02-30'), credentials, /does not exist/u],
  ['no range', ['run', '--entities', 'customers'], credentials, /--from, --to/u],
  ['a missing client id', good, without('QBO_CLIENT_ID'), /Missing in the environment: QBO_CLIENT_ID\./u],
  ['a missing realm', good, without('QBO_REALM_ID'), /QBO_REALM_ID/u],
  ['a missing database', good, without('DATABASE_URL'), /DATABASE_URL/u],
  ['no refresh token at all', good, without('QBO_REFRESH_TOKEN'), /QBO_REFRESH_TOKEN/u],
  [
    'everything missing',
    good,
    {},
    /QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_REALM_ID, DATABASE_URL.*QBO_REFRESH_TOKEN/u,
  ],
  [
    'a database of another kind',
    good,
    { ...credentials, DATABASE_URL: 'mysql://localhost/x' },
    /DATABASE_URL/u,
  ],
  [
    'an http address off loopback',
    good,
    { ...credentials, QBO_API_BASE_URL: 'http://10.0.0.1:8080' },
    /https/u,
  ],
  [
    'an http token address off loopback',
    good,
    { ...credentials, QBO_TOKEN_URL: 'http://example.com/' },
    /https/u,
  ],
  [
    'a realm with a space in it',
    ['status'],
    { ...credentials, QBO_REALM_ID: '9130 350000000001' },
    /QBO_REALM_ID is not the number/u,
  ],
  [
    'a secret in the wrong variable',
    good,
    { ...credentials, QBO_ENVIRONMENT: 'token-that-must-not-show' },
    /QBO_ENVIRONMENT must be production or sandbox/u,
  ],
  ['a realm that is no number', good, { ...credentials, QBO_REALM_ID: 'acme-must-not-show' }, /realm/iu],
  ['an unknown environment', good, { ...credentials, QBO_ENVIRONMENT: 'staging' }, /QBO_ENVIRONMENT/u],
  [
    'a directory that cannot be made',
    good,
    { ...credentials, DATABASE_URL: 'pglite:/etc/passwd/db' },
    /DATABASE_URL/u,
  ],
  [
    'a directory below something that is none',
    good,
    { ...credentials, DATABASE_URL: 'pglite:/dev/null/x/y/db' },
    /DATABASE_URL/u,
  ],
  [
    'a place for the evidence that is no directory',
    [...good, '--evidence', '/dev/null'],
    credentials,
    /The evidence cannot be written to \/dev\/null: /u,
  ],
  [
    'a place for the report of a sync that is no directory',
    ['sync', '--report', '/dev/null'],
    credentials,
    /The evidence cannot be written to \/dev\/null: /u,
  ],
  [
    'a place for the evidence in a file system that takes no folders',
    [...good, '--evidence', '/proc/x'],
    credentials,
    /The evidence cannot be written to \/proc\/x: .* Choose a directory that can be written to/u,
  ],
  [
    'a place for the report of a verification in such a file system',
    ['verify', ...good.slice(1), '--report', '/proc/x/y'],
    credentials,
    /The evidence cannot be written to \/proc\/x\/y: /u,
  ],
  [
    'a token file in such a file system',
    good,
    { ...credentials, QBO_TOKEN_FILE: '/proc/x/tokens.json' },
    /lock file .proc.x.tokens.json.lock cannot be made: /u,
  ],
  [
    'a token file in a folder that cannot be made',
    good,
    { ...credentials, QBO_TOKEN_FILE: '/sys/nope/tokens.json' },
    /lock file .sys.nope.tokens.json.lock cannot be made: /u,
  ],
  ['a time without an offset', withFlag('--from', '2024-01-01T00:00:00'), credentials, /no offset/u],
  ['a token key of the wrong length', good, { ...credentials, QBO_TOKEN_KEY: 'c2hvcnQ=' }, /QBO_TOKEN_KEY/u],
]

test.for(cases)('%s gets one clear line and exit code 2', async ([, argv, env, message]) => {
  const result = await runHere(argv, env)
  expect(result.stderr).toMatch(message)
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(result.exitCode).toBe(2)
  expect(result.events.at(-1)).toMatchObject({ exitCode: 2, error: { retryable: false } })
  expect(result.stdout + result.stderr).not.toMatch(/must-not-show|\bat .*\.js:/u)
})

test('a database that refuses connections is no bad input: it may be there later', async () => {
  const result = await runHere(good, { ...credentials, DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' })
  expect(result.stderr).toMatch(/DATABASE_URL: .*127\.0\.0\.1:1/u)
  expect(result.exitCode).toBe(75)
  expect(result.events.at(-1)).toMatchObject({
    exitCode: 75,
    error: { code: 'BACKFILL_DATABASE_UNAVAILABLE', retryable: true },
  })
})

const readsRealm = [
  'doctor',
  'status',
  'plan --entities customers --from 2024-01-01 --to 2025-01-01',
  'run --entities customers --from 2024-01-01 --to 2025-01-01',
  'sync',
  'verify --entities customers --from 2024-01-01 --to 2025-01-01',
  'prune --keep-runs 3',
  'report --evidence /nowhere',
  'migrate --adopt --entities customers',
  'rejects list',
  'trigger list',
  'trigger prune',
  'auth status',
  'auth login',
]

test.for(readsRealm)('"%s" refuses a realm that is none, and repeats nothing of it', async (words) => {
  const env = { ...credentials, QBO_REALM_ID: '9130 must-not-show' }
  const { exitCode, stdout, stderr } = await runHere(words.split(' '), env)
  expect(stdout + stderr).toContain('QBO_REALM_ID is not the number of a company')
  expect(stdout + stderr).not.toContain('must-not-show')
  expect(exitCode).toBe(2)
})
