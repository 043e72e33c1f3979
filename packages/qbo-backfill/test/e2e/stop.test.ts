import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { depth } from 'testkit'
import { expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { startProxy } from '../breakable-proxy.js'
import { runHere, startCli, type CliResult } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'
import { command, company, invoices } from './first-load.js'

const host = hostOfEachTest(company, serverDatabaseWithTables)

test('a run that is stopped by SIGTERM saves its place within five seconds, and the same command goes on', async () => {
  host.latencyMs = 300
  const cli = startCli(command, host.environment())
  await cli.said('page.written')
  host.latencyMs = 60_000
  await delay(200)
  const stoppedAt = Date.now()
  cli.child.kill('SIGTERM')
  // A host that signals the process and its group says it twice.
  await delay(5)
  cli.child.kill('SIGTERM')
  const stopped = await cli.result
  expect(Date.now() - stoppedAt).toBeLessThan(5000)
  expect(stopped.exitCode).toBe(143)
  expect(stopped.events.at(-1)).toMatchObject({
    type: 'run.aborted',
    exitCode: 143,
    error: { code: 'ABORTED', retryable: true },
  })
  host.latencyMs = 0
  const resumed = await runHere(command, host.environment())
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
    inserted: invoices,
    updated: 0,
    unchanged: 0,
    loaded: invoices,
  })
})

test.each(['page.written', 'changes.applied'])(
  'a run that is stopped while its table is locked ends within five seconds too, here after %s',
  async (event) => {
    host.latencyMs = 100
    const cli = startCli(command, host.environment())
    await cli.said(event)
    const table = await host.database.pool.connect()
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
    host.latencyMs = 0
    const resumed = await runHere(command, host.environment())
    expect(resumed.exitCode).toBe(0)
    expect(resumed.events.find(({ type }) => type === 'run.started')).toMatchObject({ resumed: true })
    const { report } = resumed.events.at(-1) as { report: BackfillReport }
    expect(report.entities[0]).toMatchObject({ entity: 'Invoice', inserted: invoices, loaded: invoices })
  },
)

test('a second signal that comes at once is the same stop, however late a busy machine lets the process take it', async () => {
  host.latencyMs = 100
  const proxy = await startProxy(host.database.url)
  const cli = startCli(command, host.environment({ DATABASE_URL: proxy.url }))
  await cli.said('page.written')
  proxy.fallSilent()
  await delay(500)
  cli.child.kill('SIGTERM')
  await delay(500)
  expect(cli.child.exitCode, 'what waits for its database').toBeNull()
  cli.child.kill('SIGSTOP')
  cli.child.kill('SIGTERM')
  await delay(2000)
  cli.child.kill('SIGCONT')
  const stopped = await cli.result
  expect([stopped.signal, stopped.exitCode]).toEqual([null, 143])
  expect(stopped.events.at(-1)).toMatchObject({ type: 'run.aborted', exitCode: 143 })
  proxy.cut()
})

test('a signal that comes while the process ends takes its exit code from nobody', async () => {
  for (const ms of depth({ quick: [1, 3, 6], deep: [1, 2, 3, 4, 5, 6, 8, 10] })) {
    const cli = startCli(['status'], host.environment())
    await cli.said('status.completed')
    await delay(ms)
    cli.child.kill('SIGTERM')
    const { signal, exitCode } = await cli.result
    expect([ms, signal, exitCode]).toEqual([ms, null, 0])
  }
})

test('a run that is stopped when its database is gone without a word ends within five seconds too', async () => {
  host.latencyMs = 100
  const proxy = await startProxy(host.database.url)
  const cli = startCli(command, host.environment({ DATABASE_URL: proxy.url }))
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
  expect((await runHere(command, host.environment())).exitCode).toBe(0)
})

test('a child whose parent goes away stops with its place saved', async () => {
  host.latencyMs = 300
  const cli = startCli([...command, '--stop-on-stdin-end'], host.environment())
  await cli.said('page.written')
  cli.child.stdin?.end()
  expect((await cli.result).exitCode).toBe(143)
  host.latencyMs = 0
  expect((await runHere(command, host.environment())).exitCode).toBe(0)
})

test('a run whose reader closes stdout stops with 141', async () => {
  host.latencyMs = 200
  const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))
  const child = spawn(process.execPath, [bin, ...command], {
    env: { PATH: process.env['PATH'], ...host.environment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [exitCode] = (await once(child, 'exit')) as [number]
  expect(exitCode).toBe(141)
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
