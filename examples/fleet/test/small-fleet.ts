import { setTimeout as delay } from 'node:timers/promises'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { serveRecordPages, type RecordPages } from '../demo/record-pages.ts'
import { readConfig } from '../src/config.ts'
import { openParts } from '../src/parts.ts'
import { startServer } from '../src/web/server.ts'
import { startWorker } from '../src/work/worker.ts'
import { freePort, insiderOf, visitorOf, type Visitor } from './visitor.ts'

export const token = 'a-token-of-the-tests'
export const [one, two, three] = ['9130350000000001', '9130350000000002', '9130350000000003'] as const

/** What a job of a company has found. */
export interface FoundBefore {
  readonly work: string
  readonly status: string
  readonly calls: number
  readonly apiCalls: number
}

/** A page and a worker, in this process, with three small companies at the simulated QuickBooks; none is connected. */
export interface SmallFleet {
  readonly database: TestDatabase
  readonly simulator: Simulator
  readonly recordPages: RecordPages
  visitor(): Visitor
  insider(): Promise<Visitor>
  rowsOf<Row extends object>(statement: string, ...values: readonly string[]): Promise<readonly Row[]>
  /** What was found of a company, the oldest first. */
  outcomes(realmId: string): Promise<readonly FoundBefore[]>
  addJob(task: string, realmId: string): Promise<void>
  /** Until no job waits or runs. */
  idle(): Promise<void>
  close(): Promise<void>
}

export async function startSmallFleet(): Promise<SmallFleet> {
  const database = await createTestDatabase()
  const small = { customers: 3, items: 2, invoices: 8, from: '2024-01-01', to: '2025-01-01' }
  const simulator = createSimulator({
    companies: [
      generateCompany({ ...small, seed: 1, realmId: one, name: 'Peak & Sons' }),
      generateCompany({ ...small, seed: 2, realmId: two, name: 'Café Quito' }),
      generateCompany({ ...small, seed: 3, realmId: three, name: 'Ivy Dental' }),
    ],
    limits: false,
  })
  const quickBooks = await simulator.listen()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const recordPages = await serveRecordPages(simulator, url)
  const fleet = await openParts(
    readConfig({
      QBO_ENVIRONMENT: 'sandbox',
      QBO_CLIENT_ID: simulator.clientId,
      QBO_CLIENT_SECRET: simulator.clientSecret,
      QBO_API_BASE_URL: quickBooks.apiBaseUrl,
      QBO_TOKEN_URL: quickBooks.tokenUrl,
      QBO_WEB_URL: `${recordPages.url}/`,
      DATABASE_URL: database.url,
      FLEET_PAGE_TOKEN: token,
      PORT: String(port),
      PUBLIC_URL: url,
    }),
  )
  const worker = await startWorker(fleet.parts, fleet.parts.pool)
  const server = await startServer(fleet.parts)
  const rowsOf: SmallFleet['rowsOf'] = async <Row extends object>(
    statement: string,
    ...values: readonly string[]
  ) => (await database.pool.query<Row>(statement, [...values])).rows
  return {
    database,
    simulator,
    recordPages,
    visitor: () => visitorOf(url),
    insider: () => insiderOf(url, token),
    rowsOf,
    outcomes: (realmId) =>
      rowsOf<FoundBefore>(
        `SELECT work, status, calls, (report->>'apiCalls')::int AS "apiCalls" FROM fleet.outcomes
         WHERE realm_id = $1 ORDER BY finished_at`,
        realmId,
      ),
    async addJob(task, realmId) {
      await rowsOf(
        "SELECT graphile_worker.add_job($1, json_build_object('realmId', $2::text), queue_name := $2)",
        task,
        realmId,
      )
    },
    async idle() {
      const waiting = 'SELECT FROM graphile_worker.jobs WHERE attempts < max_attempts'
      while ((await rowsOf(waiting)).length > 0) await delay(200)
      await delay(200)
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await worker.stop()
      await fleet.close()
      await quickBooks.close()
      await recordPages.close()
      await database.drop()
    },
  }
}
