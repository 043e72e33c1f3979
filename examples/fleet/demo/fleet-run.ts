import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { unfavoured } from 'testkit'
import { serveRecordPages, type RecordPages } from './record-pages.ts'

export interface FleetRunOptions {
  readonly databaseUrl: string
  /** The program, compiled. */
  readonly main: string
  readonly companies: number
  /** Invoices of the company with this number. */
  readonly invoices: (index: number) => number
  readonly budget: number
  /** Companies that one worker works on at once. @defaultValue 2 */
  readonly jobs?: number
  readonly latencyMs?: number
  /** For each process, beside its own settings. */
  readonly environment?: NodeJS.ProcessEnv
}

/** A fleet of simulated companies, and the processes that serve it. */
export interface FleetRun {
  readonly databaseUrl: string
  readonly simulator: Simulator
  readonly recordPages: RecordPages
  readonly realmIds: readonly string[]
  readonly pageUrl: string
  readonly pageToken: string
  readonly verifierToken: string
  readonly pool: pg.Pool
  /** Starts one more worker. Answers when it looks for work. */
  startWorker(): Promise<void>
  /** Kills a worker as a machine that goes dark does. Answers which. */
  killWorker(): Promise<number | undefined>
  /** From now on the fleet may spend so much; its processes are replaced. */
  raiseBudget(budget: number): Promise<void>
  /** Connects a company as a person does, over Intuit's consent page. */
  connect(realmId: string): Promise<void>
  /** The page as somebody with the token sees it. */
  page(language: 'en' | 'es'): Promise<string>
  /** Companies by what their newest work of this kind found. */
  outcomes(
    work: 'backfill' | 'sync' | 'verify',
  ): Promise<readonly { readonly realmId: string; readonly status: string; readonly times: number }[]>
  /** What all processes have said, line by line. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

const names = [
  'Harbour Road Supply',
  'Almacenes del Río',
  'Peak & Sons',
  'Café Quito',
  'Blue Barn Dairy',
  'Taller Núñez',
  'Ivy Dental',
  'Ferretería Sol',
]
const pageToken = 'a-token-of-the-demo-only'
const verifierToken = 'verifier-of-the-demo-only'
export const tokenKey: Uint8Array = Buffer.alloc(32, 7)

export async function startFleetRun(options: FleetRunOptions): Promise<FleetRun> {
  const companies = Array.from({ length: options.companies }, (_, index) =>
    generateCompany({
      seed: index + 1,
      realmId: `91303500${String(index + 1).padStart(8, '0')}`,
      name: `${names[index % names.length]} ${Math.floor(index / names.length) + 1}`,
      customers: 20,
      items: 10,
      invoices: options.invoices(index),
      from: '2023-01-01',
      to: '2025-01-01',
    }),
  )
  const simulator = createSimulator({ companies, latencyMs: options.latencyMs ?? 20 })
  const server = await simulator.listen()
  const port = await freePort()
  const pageUrl = `http://127.0.0.1:${port}`
  const recordPages = await serveRecordPages(simulator, pageUrl)
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 4 })
  pool.on('error', () => undefined)
  const log: string[] = []
  const workers: ChildProcess[] = []
  const launched = new Set<ChildProcess>()
  // Nothing of it outlives this process, however it ends.
  process.once('exit', () => launched.forEach((child) => child.kill('SIGKILL')))
  let budget = options.budget
  const launch = (more: NodeJS.ProcessEnv): ChildProcess => {
    const child = spawn(process.execPath, [options.main], {
      env: {
        PATH: process.env['PATH'],
        ...(process.env['TZ'] === undefined ? {} : { TZ: process.env['TZ'] }),
        QBO_ENVIRONMENT: 'sandbox',
        QBO_CLIENT_ID: simulator.clientId,
        QBO_CLIENT_SECRET: simulator.clientSecret,
        QBO_API_BASE_URL: server.apiBaseUrl,
        QBO_TOKEN_URL: server.tokenUrl,
        QBO_WEB_URL: recordPages.url,
        QBO_TOKEN_KEY: Buffer.from(tokenKey).toString('base64'),
        QBO_MONTHLY_CALL_BUDGET: String(budget),
        DATABASE_URL: options.databaseUrl,
        FLEET_FROM: '2020-01-01',
        FLEET_JOBS: String(options.jobs ?? 2),
        ...options.environment,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    unfavoured(child)
    launched.add(child)
    child.once('exit', () => launched.delete(child))
    for (const stream of [child.stdout, child.stderr])
      stream
        .setEncoding('utf8')
        .on('data', (text: string) => log.push(...text.split('\n').filter((line) => line !== '')))
    return child
  }
  const startWorker = async (): Promise<void> => {
    const child = launch({ FLEET_ROLE: 'worker' })
    workers.push(child)
    await Promise.race([once(child.stdout!, 'data'), ended(child)])
  }
  const cookie = `fleet_token=${pageToken}`
  const startPage = async (): Promise<ChildProcess> => {
    const child = launch({
      FLEET_ROLE: 'page',
      FLEET_PAGE_TOKEN: pageToken,
      QBO_WEBHOOK_VERIFIER_TOKEN: verifierToken,
      PORT: String(port),
      PUBLIC_URL: pageUrl,
    })
    await until(
      60_000,
      async () => (await fetch(`${pageUrl}/health`)).ok,
      () => `The page did not start: ${log.join('\n')}`,
    )
    return child
  }
  let pageProcess = await startPage()
  return {
    databaseUrl: options.databaseUrl,
    simulator,
    recordPages,
    realmIds: simulator.realmIds,
    pageUrl,
    pageToken,
    verifierToken,
    pool,
    startWorker,
    async killWorker() {
      const child = workers.shift()
      child?.kill('SIGKILL')
      if (child !== undefined) await ended(child)
      return child?.pid
    },
    async raiseBudget(raised) {
      budget = raised
      const running = workers.splice(0)
      for (const child of [...running, pageProcess]) child.kill('SIGTERM')
      await Promise.all([...running, pageProcess].map(ended))
      for (const _ of running) void startWorker()
      pageProcess = await startPage()
    },
    async connect(realmId) {
      const asked = await fetch(`${pageUrl}/connect`, { headers: { cookie }, redirect: 'manual' })
      const state = (asked.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const consent = new URL(asked.headers.get('location') ?? '')
      // Stands for the person who picks this company.
      consent.searchParams.set('realm_id', realmId)
      const consented = await fetch(consent, { redirect: 'manual' })
      const back = await fetch(consented.headers.get('location') ?? '', {
        headers: { cookie: `${cookie}; ${state}` },
        redirect: 'manual',
      })
      if (back.status !== 303)
        throw new Error(`${realmId} could not be connected: ${back.status} ${await back.text()}`)
    },
    async page(language) {
      const answer = await fetch(`${pageUrl}/?lang=${language}`, { headers: { cookie } })
      return answer.text()
    },
    async outcomes(work) {
      const { rows } = await pool.query<{ realmId: string; status: string; times: number }>(
        `SELECT realm_id AS "realmId", min(status) AS status, count(*)::int AS times FROM fleet.outcomes
         WHERE work = $1 GROUP BY realm_id`,
        [work],
      )
      return rows
    },
    log,
    async stop() {
      const all = [...workers, pageProcess]
      for (const child of all) child.kill('SIGTERM')
      await Promise.all(all.map(ended))
      await pool.end()
      await server.close()
      await recordPages.close()
    },
  }
}

/** Asks again until it is so; what cannot be asked just now is not so. */
export async function until(
  mostMs: number,
  isSo: () => Promise<boolean>,
  otherwise: () => string,
): Promise<void> {
  for (const deadline = Date.now() + mostMs; ; await delay(200)) {
    if (await isSo().catch(() => false)) return
    if (Date.now() > deadline) throw new Error(otherwise())
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
