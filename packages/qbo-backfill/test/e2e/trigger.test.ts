import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePgliteDirectory } from 'testkit'
import { expect, test } from 'vitest'
import { runCli, runHere, startCli, type CliResult } from '../cli.js'
import { databasesInDepth, serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

/** More than a page, so that a run has a middle. */
const size = 1010

const host = hostOfEachTest(
  {
    seed: 11,
    customers: 10,
    items: 5,
    invoices: size,
    from: '2023-01-01',
    to: '2023-04-01',
  },
  serverDatabaseWithTables,
)

const range = ['--entities', 'invoices', '--fecha-inicio', '2023-01-01', '--fecha-fin', '2023-04-01']
const due = ['--at', '2024-01-15T02:00:00Z', '--run-if-past', '--time-zone', 'America/Guayaquil']

async function add(more: readonly string[] = due, env = host.environment()): Promise<string> {
  const result = await runHere(['trigger', 'add', ...range, ...more], env)
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  return (last(result) as { trigger: { id: string } }).trigger.id
}

function last(result: CliResult): Readonly<Record<string, unknown>> {
  return result.events.at(-1) ?? {}
}

async function listed(env = host.environment()): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const result = await runHere(['trigger', 'list'], env)
  expect(result.exitCode).toBe(0)
  return last(result)['triggers'] as Readonly<Record<string, unknown>>[]
}

async function runs(): Promise<readonly { readonly status: string; readonly attempts: number }[]> {
  const result = await host.database.pool.query<{ status: string; attempts: number }>(
    'SELECT status, attempts FROM qbo_backfill.runs',
  )
  return result.rows
}

/** Starts `run-due`, and kills it with no chance to say anything once it has written a page. */
async function killWhileRunning(env = host.environment()): Promise<void> {
  host.latencyMs = 250
  const cli = startCli(['trigger', 'run-due'], env)
  await cli.said('page.written')
  cli.child.kill('SIGKILL')
  await cli.result
  host.latencyMs = 0
}

test('a trigger is listed in UTC and in local time, runs once when due, and is disabled after that', async () => {
  const id = await add([...due, '--name', 'first load', '--schema', 'acme'])
  expect(await listed()).toMatchObject([
    {
      id,
      name: 'first load',
      dueAt: '2024-01-15T02:00:00Z',
      localTime: '2024-01-14 21:00 America/Guayaquil',
      state: 'pending',
      from: '2023-01-01T05:00:00Z',
      to: '2023-04-01T05:00:00Z',
      schema: 'acme',
    },
  ])
  const first = await runHere(['trigger', 'run-due'], host.environment())
  expect(first.stderr).toBe('')
  expect(first.exitCode).toBe(0)
  expect(last(first)).toMatchObject({
    type: 'trigger.completed',
    exitCode: 0,
    ran: 1,
    triggers: [{ id, state: 'completed', exitCode: 0 }],
    report: { status: 'green', entities: [{ entity: 'Invoice', loaded: size }] },
  })
  const types = first.events
    .map((event) => String(event['type']))
    .filter((type) => /^(?:trigger|run)\./u.test(type))
  expect(types).toEqual(['trigger.claimed', 'run.started', 'trigger.settled', 'trigger.completed'])
  const rows = await host.database.pool.query<{ count: string }>('SELECT count(*) FROM acme.qb_invoices')
  expect(rows.rows[0]?.count).toBe(String(size))
  const second = await runHere(['trigger', 'run-due'], host.environment())
  expect(last(second)).toMatchObject({ type: 'trigger.completed', exitCode: 0, ran: 0, triggers: [] })
  expect(await listed()).toMatchObject([{ id, state: 'completed', attempts: 1, message: 'green' }])
  expect(last(await runHere(['trigger', 'prune'], host.environment()))).toMatchObject({
    removed: 1,
    exitCode: 0,
  })
  expect(await listed()).toEqual([])
})

test('ten processes that look at once start one run', async () => {
  await add()
  const results = await Promise.all(
    Array.from({ length: 10 }, () => runCli(['trigger', 'run-due'], host.environment())),
  )
  expect(results.map((result) => result.exitCode)).toEqual(results.map(() => 0))
  expect(results.filter((result) => last(result)['ran'] === 1)).toHaveLength(1)
  expect(await runs()).toMatchObject([{ attempts: 1 }])
  expect(await listed()).toMatchObject([{ state: 'completed', attempts: 1 }])
})

test('a trigger whose process is killed is interrupted, not completed, and the next run-due resumes its run', async () => {
  await add()
  await killWhileRunning()
  expect(await listed()).toMatchObject([{ state: 'interrupted', attempts: 1 }])
  const again = await runHere(['trigger', 'run-due'], host.environment())
  expect(again.exitCode).toBe(0)
  expect(again.events.find((event) => event['type'] === 'run.started')).toMatchObject({ resumed: true })
  expect(last(again)).toMatchObject({
    report: { entities: [{ inserted: size, unchanged: 0, loaded: size }] },
  })
  expect(await runs()).toMatchObject([{ attempts: 2 }])
  expect(await listed()).toMatchObject([{ state: 'completed', attempts: 2 }])
})

test('a trigger killed after the end of its run is completed without reading anything again', async () => {
  const id = await add()
  await runHere(['trigger', 'run-due'], host.environment())
  // As the process leaves it that is killed between the end of the run and its own.
  await host.database.pool.query("UPDATE qbo_backfill.triggers SET state = 'running'")
  const calls = host.simulator.requests.length
  const again = await runHere(['trigger', 'run-due'], host.environment())
  expect(last(again)).toMatchObject({ exitCode: 0, triggers: [{ id, state: 'completed' }] })
  expect(host.simulator.requests.length).toBe(calls)
})

test.each(databasesInDepth)(
  'an interrupted trigger in %s is released by hand, and runs',
  async (kind) => {
    const directory = mkdtempSync(join(tmpdir(), 'qbo-trigger-'))
    if (kind === 'PGlite') await makePgliteDirectory(join(directory, 'database'))
    const env = host.environment(
      kind === 'PGlite' ? { DATABASE_URL: `pglite:${join(directory, 'database')}` } : {},
    )
    try {
      const id = await add(due, env)
      await killWhileRunning(env)
      expect(await listed(env)).toMatchObject([{ state: 'interrupted' }])
      expect(last(await runHere(['trigger', 'release', id], env))).toMatchObject({
        type: 'trigger.completed',
        exitCode: 0,
        trigger: { id, state: 'pending' },
      })
      const again = await runHere(['trigger', 'run-due'], env)
      expect(again.exitCode).toBe(0)
      expect(again.events.find((event) => event['type'] === 'run.started')).toMatchObject({ resumed: true })
      expect(last(again)).toMatchObject({ triggers: [{ id, state: 'completed' }] })
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  },
  120_000,
)

test('SIGTERM interrupts the trigger with its place saved, and ends with 143', async () => {
  await add()
  host.latencyMs = 250
  const cli = startCli(['trigger', 'run-due'], host.environment())
  await cli.said('page.written')
  cli.child.kill('SIGTERM')
  const stopped = await cli.result
  expect(stopped.exitCode).toBe(143)
  expect(last(stopped)).toMatchObject({ type: 'trigger.aborted', exitCode: 143 })
  host.latencyMs = 0
  expect(await listed()).toMatchObject([
    { state: 'interrupted', message: expect.stringContaining('SIGTERM') },
  ])
  expect((await runHere(['trigger', 'run-due'], host.environment())).exitCode).toBe(0)
})

test('--wait runs a trigger when its instant comes, speaks at least every 15 seconds, and goes on until it is stopped', async () => {
  const cli = startCli(['trigger', 'run-due', '--wait'], host.environment())
  await cli.said('trigger.waiting')
  const at = `${new Date(Date.now() + 4000).toISOString().slice(0, 19)}Z`
  const id = await add(['--at', at])
  await cli.said('trigger.settled')
  const ranAt = Date.now()
  const next = await add(['--at', '2099-01-01T00:00:00Z'])
  await cli.said(`"next":{"id":"${next}"`)
  cli.child.kill('SIGTERM')
  const stopped = await cli.result
  expect(ranAt).toBeGreaterThanOrEqual(Date.parse(at))
  expect(stopped.exitCode).toBe(143)
  expect(last(stopped)).toMatchObject({ type: 'trigger.aborted', exitCode: 143 })
  const times = stopped.events.map((event) => Date.parse(String(event['at'])))
  for (const [index, time] of times.entries()) expect(time - (times[index - 1] ?? time)).toBeLessThan(15_000)
  expect(stopped.events.find((event) => event['type'] === 'trigger.settled')).toMatchObject({
    id,
    state: 'completed',
  })
  expect(await listed()).toMatchObject([{ id, state: 'completed' }, { state: 'pending' }])
})

test('a trigger that only a person can help fails with its own exit code, and runs once it is released', async () => {
  const dead = host.simulator.refreshToken()
  host.simulator.rotateRefreshToken()
  const id = await add()
  const refused = await runHere(['trigger', 'run-due'], host.environment({ QBO_REFRESH_TOKEN: dead }))
  expect(refused.exitCode).toBe(3)
  expect(last(refused)).toMatchObject({
    type: 'trigger.failed',
    exitCode: 3,
    error: { code: 'QBO_REAUTHORIZATION_REQUIRED' },
  })
  expect(await listed()).toMatchObject([
    { id, state: 'failed', message: expect.stringContaining('QBO_REAUTHORIZATION_REQUIRED') },
  ])
  expect(last(await runHere(['trigger', 'run-due'], host.environment()))).toMatchObject({
    exitCode: 0,
    ran: 0,
  })
  expect((await runHere(['trigger', 'release', id], host.environment())).exitCode).toBe(0)
  expect((await runHere(['trigger', 'run-due'], host.environment())).exitCode).toBe(0)
  expect(await listed()).toMatchObject([{ id, state: 'completed' }])
})

test('a realm that somebody else is running leaves the trigger claimable, and ends with 6', async () => {
  await add()
  host.latencyMs = 200
  const other = startCli(['run', ...range], host.environment())
  await other.said('page.written')
  // It is in the middle of its work until the trigger has had its answer.
  other.child.kill('SIGSTOP')
  const refused = await runHere(['trigger', 'run-due'], host.environment())
  host.latencyMs = 0
  other.child.kill('SIGCONT')
  expect(refused.exitCode).toBe(6)
  expect(await listed()).toMatchObject([{ state: 'interrupted' }])
  expect((await other.result).exitCode).toBe(0)
  expect((await runHere(['trigger', 'run-due'], host.environment())).exitCode).toBe(0)
  expect(await listed()).toMatchObject([{ state: 'completed' }])
})

test('a trigger that was added for the other environment fails, and keeps the next one from nothing', async () => {
  await add(due, host.environment({ QBO_ENVIRONMENT: 'production' }))
  await add()
  const refused = await runHere(['trigger', 'run-due'], host.environment())
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toMatch(/was added for production, and this process says sandbox/u)
  expect((await listed()).map((trigger) => trigger['state'])).toEqual(['failed', 'completed'])
})
