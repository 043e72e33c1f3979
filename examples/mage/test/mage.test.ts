import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startCompany, type Company } from './company.ts'
import { createMageHost, type ChildProcessOfBlock, type MageHost, type MageResult } from './mage-host.ts'
import { startMage, until, type MageServer } from './mage-server.ts'

const pipelines = {
  Customer: 'qb_customers_backfill',
  Item: 'qb_items_backfill',
  Invoice: 'qb_invoices_backfill',
}
/** Customers and items were entered before the first invoice. */
const everything = { fecha_inicio: '2020-01-01T00:00:00Z', fecha_fin: '2025-01-01T00:00:00Z' }

let secretDirectory: string
let company: Company
let host: MageHost
let server: MageServer | undefined
let spoken = ''

beforeAll(async () => {
  secretDirectory = await mkdtemp(join(tmpdir(), 'qbo-mage-secrets-'))
  company = await startCompany(secretDirectory)
  host = await createMageHost(company.environment)
})

afterEach(({ task }) => {
  if (task.result?.state === 'fail' && server !== undefined) console.error(server.output().slice(-20_000))
})

afterAll(async () => {
  await server?.stop()
  await company.close()
  await host.remove()
  await rm(secretDirectory, { recursive: true })
})

/** The events in what Mage printed: one a line, and nothing else on it. */
function eventsIn(output: string): readonly Readonly<Record<string, unknown>>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"v":1,'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Mage's command line breaks what it prints at 80 columns and draws a frame around it. */
function unwrapped(output: string): string {
  return output.replaceAll(/\s*\n\s*/gu, ' ')
}

async function run(pipeline: string, variables?: Readonly<Record<string, string>>): Promise<MageResult> {
  const result = await host.run(pipeline, variables)
  spoken += result.output
  return result
}

async function logsOf(pipeline: string, block: string): Promise<string> {
  const files = await host.writtenFiles()
  return [...files]
    .filter(([path]) => path.includes(`/${pipeline}/`) && path.endsWith(`/${block}.log`))
    .flatMap(([, text]) => text.split('\n').map(messageOf))
    .join('\n')
}

/** A line of Mage's log is an instant and a JSON object. */
function messageOf(line: string): string {
  const start = line.indexOf('{')
  return start === -1 ? line : String((JSON.parse(line.slice(start)) as { message?: unknown }).message)
}

async function rowsIn(table: string): Promise<number> {
  const { rows } = await company.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM raw.${table}`,
  )
  return rows[0]?.n ?? 0
}

test('create_secrets.py fills Mage Secrets, replaces what is there and removes what is null', async () => {
  const wrong = { QBO_CLIENT_SECRET: 'of last year', QBO_TOKEN_KEY: 'of nobody' }
  const first = await host.createSecrets({ ...company.secrets, ...wrong })
  expect(first.output).toContain('In Mage Secrets now: QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_REFRESH_TOKEN')
  const secret = company.secrets['QBO_CLIENT_SECRET'] ?? ''
  // A key that stayed would stop every run below.
  const second = await host.createSecrets({ QBO_CLIENT_SECRET: secret, QBO_TOKEN_KEY: null })
  expect(second.exitCode, second.output).toBe(0)
  expect(second.output).toContain('In Mage Secrets now: QBO_CLIENT_SECRET\n')
  spoken += first.output + second.output
})

test('three pipelines of one company that start together load and prove every row', async () => {
  const results = await Promise.all(Object.values(pipelines).map((pipeline) => run(pipeline, everything)))
  for (const [index, [entity, pipeline]] of Object.entries(pipelines).entries()) {
    const { exitCode, output } = results[index] as MageResult
    expect(exitCode, output).toBe(0)
    const types = eventsIn(output).map((event) => event['type'])
    expect(types, pipeline).toEqual(expect.arrayContaining(['run.started', 'page.written', 'proof.compared']))
    expect(types.at(-1)).toBe('run.completed')
    expect(output).toContain('2/2 tests passed.')
    const table = pipeline.replace('_backfill', '')
    expect(await rowsIn(table), table).toBe(company.simulator.records(entity).length)
  }
  const waited = results.filter(({ output }) => output.includes('"type":"lease.waiting"'))
  expect(waited.length, 'pipelines that waited for another').toBeGreaterThan(0)
})

test('fecha_inicio and fecha_fin are the range, in UTC, and cut into days', async () => {
  const range = { fecha_inicio: '2024-03-01T00:00:00Z', fecha_fin: '2024-04-01T00:00:00Z' }
  const { exitCode, output } = await run('qb_invoices_backfill', range)
  expect(exitCode, output).toBe(0)
  const started = eventsIn(output).find((event) => event['type'] === 'run.started')
  expect(started).toMatchObject({ from: range.fecha_inicio, to: range.fecha_fin, timeZone: 'UTC' })
  const { rows } = await company.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM raw.qb_invoices WHERE run_id = $1
     AND extract_window_end_utc - extract_window_start_utc = interval '1 day'
     AND extract_window_start_utc = (payload->>'TxnDate')::timestamp AT TIME ZONE 'UTC'`,
    [started?.['runId']],
  )
  const inMarch = company.simulator
    .records('Invoice')
    .filter(({ TxnDate }) => String(TxnDate).startsWith('2024-03'))
  expect(rows[0]?.n).toBe(inMarch.length)
})

test('the evidence of a run is written where QBO_EVIDENCE_DIR says, in Spanish', async () => {
  const reports = [...(await host.writtenFiles())].filter(([path]) => path.endsWith('report.html'))
  expect(reports.length).toBeGreaterThanOrEqual(4)
  expect(reports[0]?.[1]).toContain('lang="es"')
})

test('a record that cannot be stored fails the test of the volumetry, and the pipeline', async () => {
  const time = '2022-05-05T10:00:00-07:00'
  company.simulator.create(
    'Customer',
    `{"Id":"900001","DisplayName":"Más de lo que cabe","SyncToken":"0","Active":true,"Balance":1E100000,
      "MetaData":{"CreateTime":"${time}","LastUpdatedTime":"${time}"}}`,
  )
  const range = { fecha_inicio: '2019-01-01T00:00:00Z', fecha_fin: '2025-01-01T00:00:00Z' }
  const { exitCode, output } = await run('qb_customers_backfill', range)
  expect(exitCode).toBe(1)
  expect(output).toContain('FAIL: every_row_that_quickbooks_counts_is_in_the_table')
  expect(unwrapped(output)).toMatch(/Customer: QuickBooks counts 41 rows, the table holds 40/u)
  expect(output).toContain('Failed to pass tests for block check_volumetry')
  expect(output).not.toContain('Pipeline run completed.')
  // Corrected in QuickBooks, the same pipeline brings it.
  company.simulator.edit('Customer', '900001', { Balance: 1 })
  const again = await run('qb_customers_backfill', range)
  expect(again.exitCode, again.output).toBe(0)
  expect(await rowsIn('qb_customers')).toBe(41)
})

test('an exit code that is not worth a retry fails the pipeline and says what to do', async () => {
  const heal = company.simulator.inject({ kind: 'unauthorized', times: 100 })
  const { exitCode, output } = await run('qb_items_backfill')
  heal()
  expect(exitCode).toBe(1)
  expect(unwrapped(output)).toContain(
    'qbo-backfill ended with exit code 3: QuickBooks wants to be authorized',
  )
  expect(output).toContain('check_volumetry')
})

test('Mage reads the once-triggers from triggers.yaml: 2024-01-15T02:00Z, inactive', async () => {
  const invoices = join(host.project, 'pipelines/qb_invoices_backfill/metadata.yaml')
  // A minute's wait before the retry is for life, not for a test.
  await writeFile(invoices, (await readFile(invoices, 'utf8')).replace(' delay: 60\n', ' delay: 1\n'))
  server = await startMage(host, await freePort())
  // What the health check of docker-compose.yml asks.
  expect(await server.status()).toBe(200)
  const triggers = await server.triggers()
  expect(triggers.map((trigger) => trigger.name).toSorted()).toEqual([
    'qb_customers_once',
    'qb_invoices_once',
    'qb_items_once',
  ])
  for (const trigger of triggers) {
    expect(trigger).toMatchObject({
      schedule_interval: '@once',
      start_time: '2024-01-15 02:00:00',
      status: 'inactive',
    })
  }
})

test('a once-trigger that is activated runs once, is then disabled and says that it is completed', async () => {
  const mage = running()
  await mage.activate('qb_customers_once')
  const { status, block_runs } = await mage.ended('qb_customers_once')
  expect(status, JSON.stringify(block_runs)).toBe('completed')
  const trigger = await until('the trigger is disabled', async () => {
    const seen = await mage.trigger('qb_customers_once')
    return seen.status === 'inactive' ? seen : undefined
  })
  expect(trigger.description).toMatch(
    /^Completed at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: run \S+ is green; Customer \d+\.$/u,
  )
  const file = await readFile(join(host.project, 'pipelines/qb_customers_backfill/triggers.yaml'), 'utf8')
  expect(file).toContain('Completed at')
  expect(file).toContain('status: inactive')
  expect(await logsOf('qb_customers_backfill', 'run_qbo_backfill')).toContain('"type":"page.written"')
  expect(await logsOf('qb_customers_backfill', 'check_volumetry')).toContain('2/2 tests passed.')
  // Mage would start it again if it could: it is only off.
  await mage.activate('qb_customers_once')
  await mage.looked(3)
  expect(await mage.runs('qb_customers_once')).toHaveLength(1)
})

/** Items can be counted, and no page of them is answered until `open` is called. */
function holdItems(): { open(): void; isHeld(): boolean } {
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => (release = resolve))
  let held = 0
  const unhook = company.simulator.onRequest(async ({ entity, statement }) => {
    // Once it has planned: a run that has no plan yet has nothing to go on with.
    if (entity !== 'Item' || /count\(\*\)/iu.test(statement ?? '')) return
    held += 1
    await gate
  })
  return {
    open() {
      unhook()
      release()
    },
    isHeld: () => held > 0,
  }
}

async function untilGone(child: ChildProcessOfBlock): Promise<void> {
  await until('the child of the cancelled run is gone', async () => {
    const pids = (await host.children()).map(({ pid }) => pid)
    return pids.includes(child.pid) ? undefined : true
  })
}

test('a run that Mage cancels leaves no orphan, and the same pipeline goes on where it stopped', async () => {
  const mage = running()
  const items = holdItems()
  onTestFinished(() => items.open())
  await mage.activate('qb_items_once')
  const child = await until('the child of the block is at work', async () =>
    items.isHeld() ? (await host.children())[0] : undefined,
  )
  for (const secret of company.unspeakable) expect(child.command).not.toContain(secret)
  expect(child.command).toContain('--stop-on-stdin-end')
  await mage.cancel('qb_items_once')
  await untilGone(child)
  items.open()
  expect((await mage.ended('qb_items_once')).status).toBe('cancelled')
  const again = await run('qb_items_backfill', {
    fecha_inicio: '2024-01-01T00:00:00Z',
    fecha_fin: '2025-01-01T00:00:00Z',
  })
  expect(again.exitCode, again.output).toBe(0)
  expect(eventsIn(again.output).find((event) => event['type'] === 'run.started')).toMatchObject({
    resumed: true,
  })
  expect(await host.children()).toEqual([])
})

test('what is temporary is retried by Mage until it passes', async () => {
  const mage = running()
  const heal = company.simulator.inject({ kind: 'reset', times: 1000, match: { entity: 'Invoice' } })
  await mage.activate('qb_invoices_once')
  await until('the first attempt has failed', async () =>
    (await logsOf('qb_invoices_backfill', 'run_qbo_backfill')).includes('attempt 1 of 4') ? true : undefined,
  )
  heal()
  const { status, block_runs } = await mage.ended('qb_invoices_once')
  expect(status, JSON.stringify(block_runs)).toBe('completed')
  const log = await logsOf('qb_invoices_backfill', 'run_qbo_backfill')
  expect(log).toContain('"exitCode":75')
  expect(log).toContain('"type":"run.completed"')
})

test('what needs a person is not retried', async () => {
  const mage = running()
  const heal = company.simulator.inject({ kind: 'unauthorized', times: 1000 })
  await mage.addOnce('qb_invoices_backfill', 'without authorization')
  const { status, block_runs } = await mage.ended('without authorization')
  heal()
  expect(status).toBe('failed')
  const statuses = Object.fromEntries(block_runs.map((block) => [block.block_uuid, block.status]))
  expect(statuses).toMatchObject({ run_qbo_backfill: 'completed', check_volumetry: 'failed' })
  const attempts = company.simulator.requests.filter((request) => request.status === 401)
  expect(attempts.length, 'calls that were answered 401 in this file').toBeLessThanOrEqual(8)
  expect(await logsOf('qb_invoices_backfill', 'check_volumetry')).toContain('exit code 3')
})

// The last of those that need the scheduler: Mage, which killed nobody itself, may then leave its next run in the queue.
test('a run that is cancelled ends also in a worker that Mage has lost sight of', async () => {
  const mage = running()
  const items = holdItems()
  onTestFinished(() => items.open())
  await mage.addOnce('qb_items_backfill', 'lost sight of')
  const child = await until('the child of the block is at work', async () =>
    items.isHeld() ? (await host.children())[0] : undefined,
  )
  await mage.markCancelled('lost sight of')
  await untilGone(child)
  expect((await mage.ended('lost sight of')).status).toBe('cancelled')
})

test('no secret is in what Mage prints, in its logs and files, in the project or in the evidence', async () => {
  const texts = new Map([['output', spoken], ['server', running().output()], ...(await host.writtenFiles())])
  expect(texts.size).toBeGreaterThan(30)
  const secrets = [...company.unspeakable, company.simulator.refreshToken()]
  for (const [where, text] of texts) {
    for (const secret of secrets) expect(text.includes(secret), `a secret in ${where}`).toBe(false)
  }
})

function running(): MageServer {
  if (server === undefined) throw new Error('Mage has not started')
  return server
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
