import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase, pythonEnvironment } from 'testkit'

const cli = fileURLToPath(new URL('../../../packages/qbo-backfill/dist/bin.js', import.meta.url))

interface AskedPage {
  readonly times: number
  /** Whether the process that was killed waited for it. */
  readonly wasUnderWay: boolean
}

interface HeldCompany {
  /** What a host's process has in its environment. */
  readonly environment: NodeJS.ProcessEnv
  /** Kills the command line with -9 while the second page of invoices, and what is asked for with it, is under way, whoever has started it. */
  killAtSecondPage(): Promise<void>
  /** Each page of invoices that was asked for. */
  pages(): readonly AskedPage[]
  close(): Promise<void>
}

/** A host in Python, with a folder of its own for what it keeps. */
export interface PythonHost {
  readonly python: string
  readonly home: string
  readonly company: HeldCompany
  close(): Promise<void>
}

/** @param requirements the host's packages, a requirements.txt */
export async function startPythonHost(requirements: URL): Promise<PythonHost> {
  const python = join(await pythonEnvironment(fileURLToPath(requirements)), 'bin/python')
  const company = await startHeldCompany()
  const home = await mkdtemp(join(tmpdir(), 'qbo-host-'))
  return {
    python,
    home,
    company,
    async close() {
      await company.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A company with invoices of 2024 on three pages, and a database. */
async function startHeldCompany(): Promise<HeldCompany> {
  const company = generateCompany({
    seed: 5,
    customers: 40,
    items: 10,
    invoices: 2400,
    from: '2024-01-01',
    to: '2025-01-01',
  })
  const simulator = createSimulator({ companies: [company], limits: false })
  const server = await simulator.listen()
  const database = await createTestDatabase()
  // One record tells where to cut: it is no page, and a run that goes on may have no need to ask for it again.
  const isPage = (statement = ''): boolean =>
    /^select \* from invoice\b.* maxresults \d{2,}$/iu.test(statement)
  const underWay = new Set<string>()
  return {
    environment: {
      PATH: process.env['PATH'],
      QBO_BACKFILL_COMMAND: `${process.execPath} ${cli}`,
      QBO_CLIENT_ID: simulator.clientId,
      QBO_CLIENT_SECRET: simulator.clientSecret,
      QBO_REALM_ID: simulator.realmIds[0],
      QBO_REFRESH_TOKEN: simulator.refreshToken(),
      QBO_ENVIRONMENT: 'sandbox',
      QBO_API_BASE_URL: server.apiBaseUrl,
      QBO_TOKEN_URL: server.tokenUrl,
      QBO_RETRY_SECONDS: '1',
      DATABASE_URL: database.url,
    },
    async killAtSecondPage() {
      const asked = new Set<string>()
      let release = (): void => undefined
      let forget = (): void => undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      await new Promise<void>((resolve) => {
        forget = simulator.onRequest(async ({ statement = '' }) => {
          if (!isPage(statement) || asked.add(statement).size < 2) return
          underWay.add(statement)
          resolve()
          await released
        })
      })
      await killHolder(database.url)
      forget()
      release()
    },
    pages() {
      const counts = new Map<string, number>()
      for (const { statement = '' } of simulator.requests)
        if (isPage(statement)) counts.set(statement, (counts.get(statement) ?? 0) + 1)
      return [...counts].map(([statement, times]) => ({ times, wasUnderWay: underWay.has(statement) }))
    },
    async close() {
      await server.close()
      await database.drop()
    },
  }
}

/** The ledger says which process holds the company. */
async function killHolder(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: string }>(
    "SELECT holder->>'pid' AS pid FROM qbo_backfill.leases",
  )
  await client.end()
  process.kill(Number(rows[0]?.pid), 'SIGKILL')
  await delay(100)
}
