import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { startProxy } from '../breakable-proxy.js'
import { runCli, startCli, environmentOf, type CliResult } from '../cli.js'

const command = [
  'run',
  '--entities',
  'invoices,customers',
  '--fecha-inicio',
  '2022-01-01',
  '--fecha-fin',
  '2025-01-01',
]

let simulator: Simulator
let server: SimulatorServer
let database: TestDatabase
let latencyMs = 0

beforeEach(async () => {
  latencyMs = 0
  const company = generateCompany({
    seed: 5,
    customers: 200,
    items: 10,
    invoices: 3500,
    from: '2022-01-01',
    to: '2025-01-01',
  })
  simulator = createSimulator({ companies: [company], limits: false, latencyMs: () => latencyMs })
  server = await simulator.listen()
  database = await createTestDatabase()
})

afterEach(async () => {
  await server.close()
  await database.drop()
})

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...environmentOf(simulator, server, database.url), ...more }
}

test('stdout is one JSON object a line, the last one says how it ended, and stderr is silent', async () => {
  const result = await runCli(command, environment())
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  const last = result.events.at(-1) as { type: string; exitCode: number; report: BackfillReport }
  expect(last).toMatchObject({ v: 1, type: 'run.completed', exitCode: 0 })
  expect(
    last.report.entities.map((entity) => [entity.entity, entity.expected, entity.loaded, entity.inserted]),
  ).toEqual([
    ['Invoice', 3500, 3500, 3500],
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

test('a run that is stopped by SIGTERM saves its place within five seconds, and the same command goes on', async () => {
  latencyMs = 300
  const cli = startCli(command, environment())
  await cli.said('page.written')
  latencyMs = 60_000
  await delay(200)
  const stoppedAt = Date.now()
  cli.child.kill('SIGTERM')
  // A host that signals the process and its group says it twice.
  await delay(5)
  cli.child.kill('SIGTERM')
  const stopped = await cli.result
  expect(Date.now() - stoppedAt).toBeLessThan(5000)
  expect(stopped.exitCode).toBe(143)
  expect(stopped.events.at(-1)).toMatchObject({ type: 'run.aborted', exitCode: 143 })
  latencyMs = 0
  const resumed = await runCli(command, environment())
  expect(resumed.exitCode).toBe(0)
  expect(resumed.events.find((event) => event['type'] === 'run.started')).toMatchObject({ resumed: true })
  const before = inserted(stopped)
  expect(before).toBeGreaterThan(0)
  const { alreadyRead, expected } = resumed.events.find((event) => event['type'] === 'plan.created') as {
    alreadyRead: Record<string, number>
    expected: Record<string, number>
  }
  expect(total(alreadyRead), 'what the first attempt has read').toBe(before)
  expect(before + inserted(resumed), 'where the progress ends').toBe(total(expected))
  const { report } = resumed.events.at(-1) as { report: BackfillReport }
  expect(report.entities[0]).toMatchObject({
    entity: 'Invoice',
    inserted: 3500,
    updated: 0,
    unchanged: 0,
    loaded: 3500,
  })
})

test.each(['page.written', 'changes.applied'])(
  'a run that is stopped while its table is locked ends within five seconds too, here after %s',
  async (event) => {
    latencyMs = 100
    const cli = startCli(command, environment())
    await cli.said(event)
    const table = await database.pool.connect()
    await table.query('BEGIN')
    await table.query('LOCK TABLE raw.qb_invoices IN ACCESS EXCLUSIVE MODE')
    await delay(500)
    const stoppedAt = Date.now()
    cli.child.kill('SIGTERM')
    const stopped = await cli.result
    expect(Date.now() - stoppedAt).toBeLessThan(5000)
    expect(stopped.exitCode).toBe(143)
    expect(stopped.events.at(-1)).toMatchObject({ type: 'run.aborted', exitCode: 143 })
    await table.query('ROLLBACK')
    table.release()
    latencyMs = 0
    const resumed = await runCli(command, environment())
    expect(resumed.exitCode).toBe(0)
    expect(resumed.events.find(({ type }) => type === 'run.started')).toMatchObject({ resumed: true })
    const { report } = resumed.events.at(-1) as { report: BackfillReport }
    expect(report.entities[0]).toMatchObject({ entity: 'Invoice', inserted: 3500, loaded: 3500 })
  },
)

test('a run that is stopped when its database is gone without a word ends within five seconds too', async () => {
  latencyMs = 100
  const proxy = await startProxy(database.url)
  const cli = startCli(command, environment({ DATABASE_URL: proxy.url }))
  await cli.said('page.written')
  proxy.fallSilent()
  await delay(500)
  const stoppedAt = Date.now()
  cli.child.kill('SIGTERM')
  const stopped = await cli.result
  proxy.cut()
  expect(Date.now() - stoppedAt).toBeLessThan(5000)
  expect(stopped.exitCode).toBe(143)
  expect(stopped.events.at(-1)).toMatchObject({ type: 'run.aborted', exitCode: 143 })
  expect((await runCli(command, environment())).exitCode).toBe(0)
})

/** Of an empty table every record that is read is inserted. */
function inserted({ events }: CliResult): number {
  return events
    .filter((event) => event['type'] === 'page.written')
    .reduce((sum, event) => sum + Number(event['inserted']), 0)
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

test('a second starter is turned away with 6, and one that waits gets its turn', async () => {
  latencyMs = 200
  const first = startCli(command, environment())
  await first.said('page.written')
  // The next answer takes longer than any start: the first one is in the middle of its work until then.
  latencyMs = 10_000
  const patience = runCli([...command, '--wait-for-lease', '60'], environment())
  const second = await runCli(command, environment())
  latencyMs = 0
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

test('a child whose parent goes away stops with its place saved', async () => {
  latencyMs = 300
  const cli = startCli([...command, '--stop-on-stdin-end'], environment())
  await cli.said('page.written')
  cli.child.stdin?.end()
  expect((await cli.result).exitCode).toBe(143)
  latencyMs = 0
  expect((await runCli(command, environment())).exitCode).toBe(0)
})

test('a run whose reader closes stdout stops with 141', async () => {
  latencyMs = 200
  const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))
  const child = spawn(process.execPath, [bin, ...command], {
    env: { PATH: process.env['PATH'], ...environment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [exitCode] = (await once(child, 'exit')) as [number]
  expect(exitCode).toBe(141)
})

test('a dead refresh token ends with 3, and a new one in QBO_REFRESH_TOKEN repairs it', async () => {
  const dead = simulator.refreshToken()
  simulator.rotateRefreshToken()
  const refused = await runCli(command, environment({ QBO_REFRESH_TOKEN: dead }))
  expect(refused.exitCode).toBe(3)
  expect(refused.events.at(-1)).toMatchObject({
    exitCode: 3,
    error: { code: 'QBO_REAUTHORIZATION_REQUIRED' },
  })
  expect((await runCli(command, environment({ QBO_REFRESH_TOKEN: simulator.refreshToken() }))).exitCode).toBe(
    0,
  )
})

test('tokens are kept in the database, encrypted when there is a key, and shown nowhere', async () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const seed = simulator.refreshToken()
  const result = await runCli(command, environment({ QBO_TOKEN_KEY: key }))
  expect(result.exitCode).toBe(0)
  const stored = await database.pool.query<{ token_set: string }>('SELECT token_set FROM qbo_backfill.tokens')
  expect(stored.rows).toHaveLength(1)
  expect(stored.rows[0]?.token_set).not.toContain(seed)
  expect(result.stdout + result.stderr).not.toContain(seed)
  expect(result.stdout + result.stderr).not.toContain(simulator.clientSecret)
  const again = await runCli(command, environment({ QBO_TOKEN_KEY: key, QBO_REFRESH_TOKEN: undefined }))
  expect(again.exitCode).toBe(0)
})

test('the wrong environment is refused once the realm is loaded', async () => {
  expect((await runCli(command, environment())).exitCode).toBe(0)
  const mixedUp = await runCli(command, environment({ QBO_ENVIRONMENT: 'production' }))
  expect(mixedUp.exitCode).toBe(2)
  expect(mixedUp.stderr).toMatch(/loaded into this database as sandbox/u)
})

test('an unfinished run is not continued with other windows, and the difference is named', async () => {
  latencyMs = 300
  const cli = startCli(command, environment())
  await cli.said('page.written')
  cli.child.kill('SIGKILL')
  await cli.result
  latencyMs = 0
  const changed = await runCli([...command, '--window', 'month'], environment())
  expect(changed.exitCode).toBe(2)
  expect(changed.stderr).toMatch(/window default, now month/u)
})

test('plan forecasts the calls of the run within ten percent, and writes no rows', async () => {
  const planned = await runCli(['plan', ...command.slice(1)], environment())
  expect(planned.exitCode).toBe(0)
  const { apiCalls } = planned.events.at(-1) as unknown as { apiCalls: number }
  const tables = await database.pool.query("SELECT 1 FROM pg_tables WHERE schemaname = 'raw'")
  expect(tables.rowCount).toBe(0)
  const run = await runCli(command, environment())
  const { report } = run.events.at(-1) as { report: BackfillReport }
  expect(Math.abs(apiCalls - report.apiCalls) / report.apiCalls).toBeLessThanOrEqual(0.1)
})

test('a run survives that its database connections are killed, and counts nothing twice', async () => {
  latencyMs = 150
  const cli = startCli(command, environment())
  await cli.said('page.written')
  // So often that some are in the middle of their work.
  for (let killed = 0; killed < 30; killed++) {
    await delay(50)
    await database.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  }
  const result = await cli.result
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  expect(result.events.some((event) => String(event['type']).endsWith('.retried'))).toBe(true)
  const { report } = result.events.at(-1) as { report: BackfillReport }
  expect(report.entities[0]).toMatchObject({ inserted: 3500, updated: 0, unchanged: 0, loaded: 3500 })
})

test('a holder that was stopped, and woke up after another took over, writes nothing more', async () => {
  latencyMs = 200
  const stale = startCli(command, environment())
  await stale.said('page.written')
  stale.child.kill('SIGSTOP')
  // The server gives up on the stopped process's connections, as a broken network makes it do.
  await database.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  latencyMs = 0
  const taken = await runCli(command, environment())
  expect(taken.exitCode).toBe(0)
  const content = (): Promise<unknown> =>
    database.pool
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
  await runCli(command, environment())
  const status = await runCli(['status'], environment())
  expect(status.exitCode).toBe(0)
  expect(status.events.at(-1)).toMatchObject({
    type: 'status.completed',
    runs: [{ status: 'yellow', segments: 3, segmentsDone: 3, entities: ['Invoice', 'Customer'] }],
  })
})
