import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import type { Reader } from '../reader/reader.ts'
import type { ReaderJob, RefreshScore } from '../reader/reader-job.ts'
import { withDatabase } from '../reader/with-database.ts'
import type { Scenario } from './scenario.ts'

export interface RowScore {
  /** Rows that the company has when the reader has ended. */
  readonly rows: number
  readonly missing: number
  /** Rows in the table that the company has no more. */
  readonly extra: number
  /** Why the reader stopped, if it did. What it had written until then counts. */
  readonly error?: string | undefined
}

/** Who waits longer than this, with a pause of a minute after a 429 allowed for, waits without end. */
const patienceMs = 4 * 60_000

const day = 24 * 3_600_000

/** Lists are older than the first invoice. */
const range = { from: '2000-01-01', to: new Date().toISOString().slice(0, 10) }

/** Has a reader read a company in which something happens, and compares what it left with the company. */
export async function scoreReading(
  serverUrl: string,
  reader: Reader,
  { entity, prepare }: Scenario,
  rows: number,
): Promise<RowScore> {
  const simulator = createCompany(rows)
  prepare(simulator)
  return withDatabase(serverUrl, async (databaseUrl, client) => {
    const { error } = await run(simulator, reader, { task: 'read', entity, databaseUrl })
    const live = new Set(simulator.records(entity).map(({ Id }) => Id))
    const table = reader.table(entity)
    const { rows: found } = await client.query<{ to_regclass: string | null }>('SELECT to_regclass($1)', [
      table,
    ])
    const written =
      found[0]?.to_regclass === null ? [] : (await client.query<{ id: string }>(reader.ids(entity))).rows
    const ids = new Set(written.map(({ id }) => id))
    const missing = [...live].filter((id) => !ids.has(id)).length
    return { rows: live.size, missing, extra: [...ids].filter((id) => !live.has(id)).length, error }
  })
}

/** Ten users of one connection meet a spent access token on the day on which the refresh token changes too. */
export async function scoreRefresh(serverUrl: string, reader: Reader): Promise<RefreshScore | string> {
  const simulator = createCompany(10)
  return withDatabase(serverUrl, async (databaseUrl) => {
    // The token is a day old when it is used: the first to use it gets another, and it dies.
    const refreshToken = simulator.refreshToken()
    simulator.setNow(Date.now() + 2 * day)
    const { refresh, error } = await run(simulator, reader, {
      task: 'refresh',
      entity: 'Invoice',
      databaseUrl,
      refreshToken,
    })
    return refresh ?? error ?? 'no answer'
  })
}

function createCompany(rows: number): Simulator {
  const company = generateCompany({ seed: 4, customers: rows, items: 50, invoices: rows })
  return createSimulator({ companies: [company], limits: false })
}

async function run(
  simulator: Simulator,
  reader: Reader,
  job: Pick<ReaderJob, 'task' | 'entity' | 'databaseUrl'> & { readonly refreshToken?: string },
): ReturnType<Reader['run']> {
  const { apiBaseUrl, tokenUrl, close } = await simulator.listen()
  const { clientId, clientSecret, realmIds } = simulator
  const connection = { apiBaseUrl, tokenUrl, realmId: realmIds[0]!, clientId, clientSecret }
  const refreshToken = job.refreshToken ?? simulator.refreshToken()
  try {
    return await reader.run({ ...job, ...connection, refreshToken, ...range }, patienceMs)
  } finally {
    await close()
  }
}
