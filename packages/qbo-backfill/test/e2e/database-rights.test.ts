import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runHere, type CliResult } from '../cli.js'
import { hostOfEachTest } from '../host.js'

const command = ['run', '--entities', 'items', '--from', '2020-01-01', '--to', '2025-01-01']

// Roles belong to the whole server.
const role = `nobody_${randomUUID().slice(0, 8)}`

const host = hostOfEachTest({ items: 5, invoices: 0 })

beforeEach(async () => {
  await host.database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`)
})

afterEach(async () => {
  await host.database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
})

function urlOf(change: (url: URL) => void): string {
  const url = new URL(host.database.url)
  change(url)
  return url.href
}

const asRole = (): string =>
  urlOf((url) => {
    url.username = role
    url.password = 'right'
  })

function run(databaseUrl: string, argv: readonly string[] = command): Promise<CliResult> {
  return runHere(argv, host.environment({ DATABASE_URL: databaseUrl }))
}

/** A setting, not a bug of ours: one line that says what to do. */
function expectSetting(result: CliResult, message: RegExp): void {
  expect([result.exitCode, result.stderr]).toEqual([2, expect.stringMatching(message)])
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(result.events.at(-1)).toMatchObject({ exitCode: 2, error: { retryable: false } })
  expect(result.stdout).not.toContain('"stack"')
}

test('a role that may not create tables is told to have them migrated', async () => {
  expectSetting(await run(asRole()), /qbo-backfill migrate/u)
  expect(host.simulator.requests).toEqual([])
})

test('a role that may not read or write the tables that are there is told where to look', async () => {
  expect((await run(host.database.url)).exitCode).toBe(0)
  expectSetting(await run(asRole()), /or rights on them.*qbo-backfill doctor/u)
  expectSetting(await run(asRole(), ['status']), /permission denied.*qbo-backfill doctor/u)
})

test('a role that may use the state but not write rows ends the run at once, which resumes once it may', async () => {
  expect((await run(host.database.url)).exitCode).toBe(0)
  await host.database.pool.query(
    `GRANT USAGE ON SCHEMA qbo_backfill, raw TO ${role};
     GRANT ALL ON ALL TABLES IN SCHEMA qbo_backfill TO ${role};
     GRANT USAGE ON ALL SEQUENCES IN SCHEMA qbo_backfill TO ${role};
     GRANT SELECT ON ALL TABLES IN SCHEMA raw TO ${role}`,
  )
  const later = command.map((word) => (word === '2025-01-01' ? '2024-01-01' : word))
  expectSetting(await run(asRole(), later), /permission denied/u)
  const resumed = await run(host.database.url, later)
  expect(resumed.exitCode).toBe(0)
  expect(resumed.events.find(({ type }) => type === 'run.started')).toMatchObject({ resumed: true })
})

test('a database that does not exist, and a password that is wrong, are settings', async () => {
  expectSetting(await run(urlOf((url) => (url.pathname = '/no_such_database'))), /no_such_database/u)
  const wrong = urlOf((url) => {
    url.username = role
    url.password = 'wrong'
  })
  const result = await run(wrong)
  expectSetting(result, /password authentication failed/u)
  expect(result.stdout + result.stderr).not.toContain('wrong@')
})

test('three connections are enough for a run, and for a trigger', async () => {
  await host.database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 3`)
  await host.database.pool.query(
    `GRANT CREATE ON DATABASE ${new URL(host.database.url).pathname.slice(1)} TO ${role}`,
  )
  const range = ['--entities', 'customers,items', '--from', '2020-01-01', '--to', '2025-01-01']
  expect(await run(asRole(), ['run', ...range])).toMatchObject({ exitCode: 0, stderr: '' })
  const due = ['--at', '2024-01-15T02:00:00Z', '--run-if-past', '--time-zone', 'UTC']
  expect(await run(asRole(), ['trigger', 'add', ...range, ...due])).toMatchObject({ exitCode: 0 })
  expect(await run(asRole(), ['trigger', 'run-due'])).toMatchObject({ exitCode: 0 })
  expect(await run(asRole(), ['doctor'])).not.toMatchObject({ stdout: expect.stringMatching(/"fail"/u) })
})

test('a role that has no connection left is told how many a run needs', async () => {
  await host.database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`)
  const result = await run(asRole())
  expect(result).toMatchObject({
    exitCode: 75,
    stderr: expect.stringMatching(/needs 3 connections.*doctor/u),
  })
})
