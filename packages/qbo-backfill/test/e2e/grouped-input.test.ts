import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runHere } from '../cli.js'

const env: NodeJS.ProcessEnv = { QBO_REALM_ID: '9130350000000001', QBO_ENVIRONMENT: 'sandbox' }

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

const range = ['--entities', 'customers', '--from', '2024-01-01', '--to', '2025-01-01']
const add = ['trigger', 'add', ...range, '--at', '2099-01-15T02:00:00Z']

function at(instant: string): string[] {
  return ['trigger', 'add', ...range, '--at', instant]
}

const cases: [string, string[], NodeJS.ProcessEnv, RegExp][] = [
  ['no second word', ['trigger'], env, /"trigger" needs one more word.*trigger run-due/u],
  ['an unknown second word', ['trigger', 'run'], env, /Unknown: trigger run\./u],
  ['an instant in the past', at('2024-01-15T02:00:00Z'), env, /is in the past\..*runIfPast/u],
  ['an instant without an offset', at('2099-01-15T02:00:00'), env, /is not an instant/u],
  ['no instant', ['trigger', 'add', ...range], env, /Missing: --at/u],
  ['no range', ['trigger', 'add', '--at', '2099-01-15T02:00:00Z'], env, /--entities, --from, --to/u],
  ['an unknown entity', [...add.slice(0, 3), 'invoces', ...add.slice(4)], env, /Unknown entity: invoces/u],
  ['an unknown zone', [...add, '--time-zone', 'America/Quito2'], env, /Unknown time zone/u],
  ['an unknown window', [...add, '--window', 'fortnight'], env, /Unknown --window/u],
  ['a schema of PostgreSQL itself', [...add, '--schema', 'pg_catalog'], env, /pg_/u],
  ['no realm', add, { ...env, QBO_REALM_ID: '' }, /Missing in the environment: QBO_REALM_ID/u],
  [
    'a realm that is no number',
    ['trigger', 'list'],
    { ...env, QBO_REALM_ID: 'acme' },
    /QBO_REALM_ID is not the number of a company/u,
  ],
  [
    'an unknown environment',
    add,
    { ...env, QBO_ENVIRONMENT: 'staging' },
    /QBO_ENVIRONMENT must be production or sandbox/u,
  ],
  ['no database', ['trigger', 'list'], { ...env, DATABASE_URL: '' }, /DATABASE_URL/u],
  ['no credentials to run with', ['trigger', 'run-due'], env, /QBO_CLIENT_ID, QBO_CLIENT_SECRET/u],
  [
    "another subcommand's flag",
    ['trigger', 'list', '--wait'],
    env,
    /Unknown option --wait for "trigger list"/u,
  ],
  [
    'a redirect where nobody logs in',
    ['auth', 'status', '--redirect-uri', 'http://localhost:8000/'],
    env,
    /Unknown option --redirect-uri for "auth status"/u,
  ],
  [
    'a redirect where a connection ends',
    ['auth', 'revoke', '--redirect-uri', 'http://localhost:8000/'],
    env,
    /Unknown option --redirect-uri for "auth revoke"/u,
  ],
  ['a stray word', ['trigger', 'list', '7'], env, /"7" is not expected after "trigger list"/u],
  ['a release of nothing', ['trigger', 'release'], env, /needs one more word: ID/u],
  ['a release of what is not there', ['trigger', 'release', '7'], env, /There is no trigger "7"/u],
  ['an acknowledgement of nothing', ['rejects', 'acknowledge'], env, /Say which rejects/u],
  ['an acknowledgement of two things', ['rejects', 'acknowledge', '7', '--all'], env, /Say which rejects/u],
  ['a reject that is not there', ['rejects', 'acknowledge', '7'], env, /has no reject 7/u],
  ['a reject that is no number', ['rejects', 'replay', 'x'], env, /"x" is not the ID of a reject/u],
  ['rejects of an unknown entity', ['rejects', 'list', '--entity', 'invoces'], env, /Unknown entity/u],
  ['pruning without a number', ['prune'], env, /Missing: --keep-runs/u],
  ['pruning with a wrong number', ['prune', '--keep-runs', '-1'], env, /--keep-runs/u],
]

test.for(cases)('%s gets one clear line and exit code 2', async ([, argv, given, message]) => {
  const result = await runHere(argv, { DATABASE_URL: database.url, ...given })
  expect(result.stderr).toMatch(message)
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(result.exitCode).toBe(2)
  expect(result.events.at(-1)).toMatchObject({
    type: `${argv[0]}.failed`,
    exitCode: 2,
    error: { retryable: false },
  })
})

test.for([
  ['trigger list', { triggers: [], total: 0 }],
  ['trigger prune', { removed: 0 }],
  ['rejects list', { total: 0, open: 0 }],
  ['rejects replay', { stored: 0, refused: 0 }],
  ['rejects acknowledge --all', { acknowledged: 0 }],
  ['prune --keep-runs 3', { removed: 0, kept: 0 }],
] as const)('%s finds nothing in an empty database, and says so', async ([line, fields]) => {
  const argv = line.split(' ')
  const result = await runHere(argv, { DATABASE_URL: database.url, ...env })
  expect(result.stderr).toBe('')
  expect(result.events.at(-1)).toMatchObject({ type: `${argv[0]}.completed`, exitCode: 0, ...fields })
})
