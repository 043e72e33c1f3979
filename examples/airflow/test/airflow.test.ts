import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, pythonEnvironment, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAirflow, type Airflow } from './airflow.ts'
import { realms, startCompanies, type Hold, type TestCompanies } from './companies.ts'
import { dagRun, triggerDagRun, type TaskState } from './dag-run.ts'

interface Report {
  readonly realmId: string
  readonly status: string
  readonly entities: readonly {
    readonly entity: string
    readonly expected: number
    readonly loaded: number
  }[]
}

const password = 'airflow-test-database-password'
const role = `airflow_test_${process.pid}`
const range = { fecha_inicio: '2020-01-01T00:00:00Z', fecha_fin: '2025-01-01T00:00:00Z' }
const cli = fileURLToPath(new URL('../../../packages/qbo-backfill/dist/bin.js', import.meta.url))
let companies: TestCompanies
let database: TestDatabase
let databaseUrl: string
let airflow: Airflow
let output = ''

beforeAll(async () => {
  const venv = await pythonEnvironment(fileURLToPath(new URL('requirements.txt', import.meta.url)))
  companies = await startCompanies()
  database = await createTestDatabase()
  const url = new URL(database.url)
  await database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
  await database.pool.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`)
  url.username = role
  url.password = password
  databaseUrl = url.href
  airflow = await createAirflow(venv, {
    AIRFLOW_CONN_QBO_DATABASE: databaseUrl,
    AIRFLOW_VAR_QBO_REALMS: JSON.stringify([realms.first, realms.second]),
    ...Object.fromEntries(
      Object.values(realms).map((realmId) => [`AIRFLOW_CONN_QBO_${realmId}`, companies.connection(realmId)]),
    ),
  })
})

afterAll(async () => {
  await airflow.close()
  await companies.server.close()
  await database.pool.query(`REASSIGN OWNED BY ${role} TO CURRENT_USER`)
  await database.pool.query(`DROP OWNED BY ${role}`)
  await database.pool.query(`DROP ROLE ${role}`)
  await database.drop()
})

test('airflow dags test brings two companies and three entities, with events in the log', async () => {
  expect(await airflow.run('db', 'migrate')).toMatchObject({ exitCode: 0 })
  const run = await airflow.run('dags', 'test', 'qbo_backfill', '--conf', JSON.stringify(range))
  output += run.output
  expect(run).toMatchObject({ exitCode: 0 })
  expect(run.output).toContain('"type":"page.written"')
  expect(run.output).toContain('Invoice: 500 at QuickBooks, 500 loaded')
  for (const [table, entity] of [
    ['qb_customers', 'Customer'],
    ['qb_items', 'Item'],
    ['qb_invoices', 'Invoice'],
  ] as const)
    for (const realmId of [realms.first, realms.second])
      expect(await rowsOf(table, realmId), `${table} of ${realmId}`).toBe(
        companies.simulator.records(entity, realmId).length,
      )
})

test('the reports of that run are what the tasks returned', async () => {
  await airflow.start()
  const { dag_runs } = await airflow.api<{ dag_runs: { dag_run_id: string }[] }>(
    'GET',
    '/dags/qbo_backfill/dagRuns',
  )
  const run = dagRun(airflow, dag_runs[0]?.dag_run_id ?? '')
  for (const realmId of [realms.first, realms.second]) {
    const report = (await run.xcom(await run.task(realmId, 'invoices'))) as Report
    expect(report).toMatchObject({ realmId, entities: [{ entity: 'Invoice', expected: 500, loaded: 500 }] })
    expect(await run.xcom(await run.task(realmId, 'volumetry'))).toMatchObject({ Item: 20, Invoice: 500 })
  }
  await airflow.api('PATCH', '/dags/qbo_backfill', { is_paused: false })
})

test('what a retry cannot mend fails at once, what it can is tried again, and no company stops another', async () => {
  const holder = holdCompany(realms.first)
  await holder.holding
  const run = await triggerDagRun(airflow, 'troubles', {
    ...range,
    realms: [realms.first, realms.unauthorized, realms.red],
    wait_for_lease: 0,
  })
  const waiting = await run.until(realms.first, 'customers', (task) => task.try_number > 1)
  expect((await run.log(waiting, 1)).join('\n')).toMatch(/exit code 6: Realm \d+ is being run by/u)
  await holder.end()

  expect(await run.ended()).toBe('failed')
  expect(await run.task(realms.first, 'volumetry')).toMatchObject({ state: 'success' })

  const unauthorized = await run.task(realms.unauthorized, 'customers')
  expect(unauthorized).toMatchObject({ state: 'failed', try_number: 1 })
  expect((await run.log(unauthorized, 1)).join('\n')).toContain('exit code 3: The token host refused')

  const red = await run.task(realms.red, 'items')
  expect(red).toMatchObject({ state: 'failed', try_number: 1 })
  expect((await run.log(red, 1)).join('\n')).toContain('exit code 5: the run is red')
  expect(await run.xcom(red, 'report')).toMatchObject({ status: 'red', entities: [{ rejected: 1 }] })
  expect(await run.task(realms.red, 'invoices')).toMatchObject({ state: 'success' })
  expect(await run.task(realms.red, 'volumetry')).toMatchObject({ state: 'upstream_failed' })
})

test('a task that is killed resumes on its next try, however it was killed', async () => {
  // Six answers are as long as the client itself is patient: the first try ends with 75.
  companies.simulator.inject({ kind: 'token-server-error', times: 6 })
  const [second, fourth, fifth] = [2, 4, 5].map((page) => companies.holdPage(realms.large, 'Invoice', page))
  // One page after the other, so that it is known which a kill cuts off.
  const run = await triggerDagRun(airflow, 'kills', { ...range, realms: [realms.large], concurrency: 1 })

  // A worker that is shut down passes SIGTERM on to its task.
  let task = await atPage(second, 1)
  process.kill(task.pid ?? 0, 'SIGTERM')
  await triedAgain(second, 1)
  expect((await run.log(task, 1)).join('\n')).toContain('exit code 143: Stopped by SIGTERM')

  // A person clears the task while it runs.
  task = await atPage(fourth, 2)
  await run.clear(task)
  await triedAgain(fourth, 2)
  expect((await run.log(task, 2)).join('\n')).toContain('Stopped by SIGTERM; the place is saved')

  // The machine kills the task outright; nobody tells the child.
  task = await atPage(fifth, 3)
  const child = childOf(task.pid ?? 0)
  process.kill(task.pid ?? 0, 'SIGKILL')
  await gone(child)
  fifth?.release()

  expect(await run.ended()).toBe('success')
  const customers = await run.task(realms.large, 'customers')
  expect(customers).toMatchObject({ state: 'success', try_number: 2 })
  expect((await run.log(customers, 1)).join('\n')).toContain('exit code 75')
  const invoices = await run.task(realms.large, 'invoices')
  expect(invoices).toMatchObject({ state: 'success', try_number: 4 })
  expect((await run.log(invoices, 4)).join('\n')).toContain('\\"resumed\\":true')
  expect(await run.xcom(invoices)).toMatchObject({ entities: [{ expected: 4500, loaded: 4500 }] })
  expect(await rowsOf('qb_invoices', realms.large)).toBe(4500)
  // Three pages were asked for twice, those that a kill cut off; none that was in the ledger was read again.
  const counts = [...companies.pageRequests(realms.large).values()]
  expect(counts.filter((count) => count === 2)).toHaveLength(3)
  expect(counts.filter((count) => count > 2)).toHaveLength(0)
  expect(counts).toHaveLength(await pagesOf(realms.large))

  async function atPage(hold: Hold | undefined, attempt: number): Promise<TaskState> {
    await hold?.reached
    return run.until(realms.large, 'invoices', (now) => now.try_number === attempt && now.pid !== null)
  }

  /** Only then the page that the try waited for may be answered: nobody is there to store it. */
  async function triedAgain(hold: Hold | undefined, attempt: number): Promise<void> {
    await run.until(realms.large, 'invoices', (now) => now.try_number > attempt)
    hold?.release()
  }
})

test('no secret is in a log, an XCom, a rendered field or the database of Airflow', async () => {
  const tokens = await database.pool.query<{ token_set: string }>('SELECT token_set FROM qbo_backfill.tokens')
  const rotated = tokens.rows.flatMap(({ token_set }) => {
    const { accessToken, refreshToken } = JSON.parse(token_set) as Record<string, string | undefined>
    // A set of tokens that was never refreshed has no access token, and a sealed one has neither.
    return [accessToken ?? '', refreshToken ?? ''].filter((token) => token !== '')
  })
  expect(rotated.length).toBeGreaterThan(0)
  const secrets = [...companies.secrets, ...rotated, password]
  const files = readdirSync(airflow.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  // XComs and rendered fields lie in airflow.db.
  expect(files.filter((file) => file.endsWith('airflow.db') || file.endsWith('.log')).length).toBeGreaterThan(
    10,
  )
  const texts = [output, ...files.map((file) => readFileSync(file, 'latin1'))]
  for (const secret of secrets) expect(texts.filter((text) => text.includes(secret))).toEqual([])
})

async function rowsOf(table: string, realmId: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM raw.${table} WHERE realm_id = $1`,
    [realmId],
  )
  return rows[0]?.count ?? 0
}

async function pagesOf(realmId: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM qbo_backfill.pages JOIN qbo_backfill.runs USING (run_id)
     WHERE realm_id = $1 AND entities = '["Invoice"]'`,
    [realmId],
  )
  return rows[0]?.count ?? 0
}

/** Another process that has the company, as a person at a terminal would: in the middle of a page. */
function holdCompany(realmId: string): { readonly holding: Promise<void>; end(): Promise<void> } {
  const hold = companies.holdPage(realmId, 'Customer', 1)
  const {
    login,
    password: clientSecret,
    extra,
  } = JSON.parse(companies.connection(realmId)) as {
    login: string
    password: string
    extra: Record<string, string>
  }
  const argv = ['run', '--entities', 'customers', '--from', '2023-01-01', '--to', '2025-01-01', '--json']
  const child = spawn(process.execPath, [cli, ...argv], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      QBO_REALM_ID: realmId,
      QBO_CLIENT_ID: login,
      QBO_CLIENT_SECRET: clientSecret,
      DATABASE_URL: databaseUrl,
      ...extra,
    },
  })
  const exited = once(child, 'exit')
  return {
    holding: hold.reached,
    async end() {
      hold.release()
      expect(await exited).toEqual([0, null])
    },
  }
}

function childOf(pid: number): number {
  return Number(execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim())
}

/** Waits until there is no such process. */
async function gone(pid: number): Promise<void> {
  try {
    for (;;) {
      process.kill(pid, 0)
      await delay(100)
    }
  } catch {
    // There is none.
  }
}
