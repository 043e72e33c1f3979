import { sql, type Kysely } from 'kysely'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import {
  createSimulator,
  generateCompany,
  type QboRecord,
  type Simulator,
  type SimulatorServer,
} from 'qbo-simulator'
import { createTestDatabase } from 'testkit'
import {
  openDatabase,
  postgresStore,
  qboSource,
  runBackfill,
  syncChanges,
  verifyBackfill,
} from '../src/index.js'
import type {
  BackfillEvent,
  BackfillOptions,
  BackfillReport,
  SyncOptions,
  SyncReport,
  VerifyOptions,
  VerifyReport,
} from '../src/index.js'

/** The databases that every behaviour of the engine must hold on. */
export const databases = ['PostgreSQL', 'PGlite'] as const
export type DatabaseKind = (typeof databases)[number]

export interface TestCompany {
  readonly simulator: Simulator
  readonly server: SimulatorServer
  readonly db: Kysely<Record<string, Record<string, unknown>>>
  readonly events: BackfillEvent[]
  run(options?: Partial<BackfillOptions>): Promise<BackfillReport>
  verify(options?: Partial<VerifyOptions>): Promise<VerifyReport>
  sync(options?: Partial<SyncOptions>): Promise<SyncReport>
  /** API calls since the last time this was asked. */
  callsSince(): number
  close(): Promise<void>
}

export interface CompanySize {
  readonly customers?: number
  readonly items?: number
  readonly invoices?: number
  readonly from?: string
  readonly to?: string
}

const allThree = ['customers', 'items', 'invoices']

/** A company that answers over HTTP, and an empty database. Limits are lifted: what they do has tests of its own. */
export async function startCompany(kind: DatabaseKind, size: CompanySize = {}): Promise<TestCompany> {
  const company = generateCompany({
    seed: 7,
    customers: 60,
    items: 30,
    invoices: 400,
    from: '2022-01-01',
    to: '2025-01-01',
    ...size,
  })
  const simulator = createSimulator({ companies: [company], limits: false })
  const server = await simulator.listen()
  const database = kind === 'PGlite' ? await openDatabase('pglite:memory') : await createTestDatabase()
  const db: TestCompany['db'] = database.db
  const source = qboSource(
    createQboClient({
      environment: 'sandbox',
      realmId: simulator.realmIds[0] ?? '',
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      seedRefreshToken: simulator.refreshToken(),
      tokenStore: memoryTokenStore(),
      apiBaseUrl: server.apiBaseUrl,
      tokenUrl: server.tokenUrl,
      rateLimit: false,
    }),
  )
  const events: BackfillEvent[] = []
  let counted = 0
  return {
    simulator,
    server,
    db,
    events,
    run: (options) =>
      runBackfill({
        source,
        store: postgresStore({ db, sink: createRawSink({ db }) }),
        entities: allThree,
        from: '2022-01-01',
        to: '2025-01-01',
        onEvent: (event) => events.push(event),
        ...options,
      }),
    sync: (options) =>
      syncChanges({
        source,
        store: postgresStore({ db, sink: createRawSink({ db }) }),
        onEvent: (event) => events.push(event),
        ...options,
      }),
    verify: (options) =>
      verifyBackfill({
        source,
        store: postgresStore({ db, sink: createRawSink({ db }) }),
        entities: allThree,
        onEvent: (event) => events.push(event),
        ...options,
      }),
    callsSince() {
      const total = simulator.requests.filter((request) => request.path.startsWith('/v3/')).length
      const calls = total - counted
      counted = total
      return calls
    },
    async close() {
      await server.close()
      if ('drop' in database) await database.drop()
      else await database.close()
    },
  }
}

export interface StoredRow {
  readonly id: string
  readonly payload: string
  readonly start: string | null
  readonly end: string | null
  readonly deleted: boolean
}

/** Every row of the table, with the payload as PostgreSQL prints it. */
export async function storedRows(company: TestCompany, table: string): Promise<readonly StoredRow[]> {
  const result = await sql<StoredRow>`
    SELECT id, payload::text AS payload, deleted_at IS NOT NULL AS deleted,
      to_char(extract_window_start_utc AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start,
      to_char(extract_window_end_utc AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS end
    FROM ${sql.table(`raw.${table}`)} ORDER BY id`.execute(company.db)
  return result.rows
}

/** What the source holds, printed by the same PostgreSQL, by Id. */
export async function printedBySource(
  company: TestCompany,
  records: readonly QboRecord[],
): Promise<ReadonlyMap<string, string>> {
  const result = await sql<{ id: string; payload: string }>`
    SELECT record->>'Id' AS id, record::text AS payload
    FROM jsonb_array_elements(${JSON.stringify(records)}::text::jsonb) AS source(record)`.execute(company.db)
  return new Map(result.rows.map((row) => [row.id, row.payload]))
}

/** The records of the range, transactions by TxnDate, lists by when they were made or changed. */
export function inRange(records: readonly QboRecord[], from: string, to: string): readonly QboRecord[] {
  const start = Date.parse(from)
  const end = Date.parse(to)
  return records.filter((record) => {
    if (typeof record['TxnDate'] === 'string')
      return record['TxnDate'] >= from.slice(0, 10) && record['TxnDate'] < to.slice(0, 10)
    const created = Date.parse(record.MetaData?.CreateTime ?? '')
    const updated = Date.parse(record.MetaData?.LastUpdatedTime ?? '')
    return (created >= start && created < end) || (created < start && updated >= start && updated < end)
  })
}
