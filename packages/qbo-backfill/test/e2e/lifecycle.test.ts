import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { runCli, runHere, startCli } from '../cli.js'
import { hostOfEachTest } from '../host.js'
import { command, company, invoices } from './first-load.js'

const host = hostOfEachTest(company)

test('stdout is one JSON object a line, the last one says how it ended, and stderr is silent', async () => {
  const result = await runCli(command, host.environment())
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  const last = result.events.at(-1) as { type: string; exitCode: number; report: BackfillReport }
  expect(last).toMatchObject({ v: 1, type: 'run.completed', exitCode: 0 })
  expect(
    last.report.entities.map((entity) => [entity.entity, entity.expected, entity.loaded, entity.inserted]),
  ).toEqual([
    ['Invoice', invoices, invoices, invoices],
    [
      'Customer',
      last.report.entities[1]?.expected,
      last.report.entities[1]?.expected,
      last.report.entities[1]?.expected,
    ],
  ])
  const seq = result.events.flatMap((event) => (typeof event['seq'] === 'number' ? [event['seq']] : []))
  expect(seq).toEqual(seq.map((_, index) => index + 1))
  expect(
    result.events.filter((event) => String(event['type']).startsWith('run.')).map((event) => event['type']),
  ).toEqual(['run.started', 'run.completed'])
})

test('a second starter is turned away with 6, and one that waits gets its turn', async () => {
  host.latencyMs = 200
  const first = startCli(command, host.environment())
  await first.said('page.written')
  // It is in the middle of its work until the others have had their answer.
  first.child.kill('SIGSTOP')
  const patience = runHere([...command, '--wait-for-lease', '60'], host.environment())
  const second = await runHere(command, host.environment())
  host.latencyMs = 0
  first.child.kill('SIGCONT')
  const patient = await patience
  expect(second.exitCode).toBe(6)
  expect(second.stderr).toMatch(/is being run by process \d+/u)
  expect(second.events.at(-1)).toMatchObject({
    type: 'run.failed',
    exitCode: 6,
    error: { code: 'BACKFILL_LOCKED', retryable: true },
  })
  expect((await first.result).exitCode).toBe(0)
  expect(patient.events.some((event) => event['type'] === 'lease.waiting')).toBe(true)
  expect(patient.exitCode).toBe(0)
})

test('a dead refresh token ends with 3, and a new one in QBO_REFRESH_TOKEN repairs it', async () => {
  const dead = host.simulator.refreshToken()
  host.simulator.rotateRefreshToken()
  const refused = await runHere(command, host.environment({ QBO_REFRESH_TOKEN: dead }))
  expect(refused.exitCode).toBe(3)
  expect(refused.events.at(-1)).toMatchObject({
    exitCode: 3,
    error: { code: 'QBO_REAUTHORIZATION_REQUIRED' },
  })
  expect(
    (await runHere(command, host.environment({ QBO_REFRESH_TOKEN: host.simulator.refreshToken() }))).exitCode,
  ).toBe(0)
})

test('tokens are kept in the database, encrypted when there is a key, and shown nowhere', async () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const seed = host.simulator.refreshToken()
  const result = await runHere(command, host.environment({ QBO_TOKEN_KEY: key }))
  expect(result.exitCode).toBe(0)
  const stored = await host.database.pool.query<{ token_set: string }>(
    'SELECT token_set FROM qbo_backfill.tokens',
  )
  expect(stored.rows).toHaveLength(1)
  expect(stored.rows[0]?.token_set).not.toContain(seed)
  expect(result.stdout + result.stderr).not.toContain(seed)
  expect(result.stdout + result.stderr).not.toContain(host.simulator.clientSecret)
  const again = await runHere(command, host.environment({ QBO_TOKEN_KEY: key, QBO_REFRESH_TOKEN: undefined }))
  expect(again.exitCode).toBe(0)
})

test('the wrong environment is refused once the realm is loaded', async () => {
  expect((await runHere(command, host.environment())).exitCode).toBe(0)
  const mixedUp = await runHere(command, host.environment({ QBO_ENVIRONMENT: 'production' }))
  expect(mixedUp.exitCode).toBe(2)
  expect(mixedUp.stderr).toMatch(/loaded into this database as sandbox/u)
})

test('an unfinished run is not continued with other windows, and the difference is named', async () => {
  host.latencyMs = 300
  const cli = startCli(command, host.environment())
  await cli.said('page.written')
  cli.child.kill('SIGKILL')
  await cli.result
  host.latencyMs = 0
  const changed = await runHere([...command, '--window', 'month'], host.environment())
  expect(changed.exitCode).toBe(2)
  expect(changed.stderr).toMatch(/window default, now month/u)
})

test('plan forecasts the calls of the run within ten percent, and writes no rows', async () => {
  const planned = await runHere(['plan', ...command.slice(1)], host.environment())
  expect(planned.exitCode).toBe(0)
  const { apiCalls } = planned.events.at(-1) as unknown as { apiCalls: number }
  const tables = await host.database.pool.query("SELECT 1 FROM pg_tables WHERE schemaname = 'raw'")
  expect(tables.rowCount).toBe(0)
  const run = await runHere(command, host.environment())
  const { report } = run.events.at(-1) as { report: BackfillReport }
  expect(Math.abs(apiCalls - report.apiCalls) / report.apiCalls).toBeLessThanOrEqual(0.1)
})

test('a run survives that its database connections are killed, and counts nothing twice', async () => {
  host.latencyMs = 150
  const cli = startCli(command, host.environment())
  await cli.said('page.written')
  // So often that some are in the middle of their work.
  for (let killed = 0; killed < 30; killed++) {
    await delay(50)
    await host.database.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  }
  const result = await cli.result
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  expect(result.events.some((event) => String(event['type']).endsWith('.retried'))).toBe(true)
  const { report } = result.events.at(-1) as { report: BackfillReport }
  expect(report.entities[0]).toMatchObject({ inserted: invoices, updated: 0, unchanged: 0, loaded: invoices })
})

test('a holder that was stopped, and woke up after another took over, writes nothing more', async () => {
  host.latencyMs = 200
  const stale = startCli(command, host.environment())
  await stale.said('page.written')
  stale.child.kill('SIGSTOP')
  // The server gives up on the stopped process's connections, as a broken network makes it do.
  await host.database.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  host.latencyMs = 0
  const taken = await runHere(command, host.environment())
  expect(taken.exitCode).toBe(0)
  const content = (): Promise<unknown> =>
    host.database.pool
      .query('SELECT id, run_id, last_seen::text, page_number FROM raw.qb_invoices ORDER BY id')
      .then((result) => result.rows)
  const before = await content()
  stale.child.kill('SIGCONT')
  const woken = await stale.result
  expect(woken.exitCode).toBe(6)
  expect(woken.events.at(-1)).toMatchObject({ type: 'run.failed', error: { code: 'BACKFILL_LEASE_LOST' } })
  expect(await content()).toEqual(before)
})

test('status tells the newest runs', async () => {
  await runHere(command, host.environment())
  const status = await runHere(['status'], host.environment())
  expect(status.exitCode).toBe(0)
  expect(status.events.at(-1)).toMatchObject({
    type: 'status.completed',
    runs: [{ status: 'yellow', segments: 2, segmentsDone: 2, entities: ['Invoice', 'Customer'] }],
  })
})

test('every call that QuickBooks answers is in the usage of its month, whatever command has made it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'qbo-usage-'))
  const rest = command.slice(1)
  for (const words of [
    ['migrate', '--entities', 'invoices,customers'],
    ['doctor'],
    ['plan', ...rest],
    ['run', ...rest, '--evidence', directory, '--archive-reports'],
    ['verify', ...rest],
    ['sync', '--entities', 'invoices,customers'],
  ]) {
    const { exitCode } = await runHere(words, host.environment())
    expect([words[0], exitCode]).toEqual([words[0], 0])
    const answered = host.simulator.requests.filter(({ host: name }) => name === 'api').length
    const { rows } = await host.database.pool.query(
      'SELECT coalesce(sum(calls), 0)::int AS calls, coalesce(sum(metered), 0)::int AS metered FROM qbo_backfill.api_usage',
    )
    expect([words[0], rows]).toEqual([words[0], [{ calls: answered, metered: answered }]])
  }
  await rm(directory, { recursive: true })
})
