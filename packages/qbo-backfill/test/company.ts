import { sql, type Kysely } from 'kysely'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import {
  createSimulator,
  generateCompany,
  type QboRecord,
  type Simulator,
  type SimulatorServer,
} from 'qbo-simulator'
import { depth } from 'testkit'
import {
  entityNames,
  postgresStore,
  qboSource,
  runBackfill,
  syncChanges,
  verifyBackfill,
} from '../src/index.js'
import type {
  AskedRange,
  BackfillEvent,
  BackfillOptions,
  BackfillReport,
  BackfillStore,
  Source,
  SyncOptions,
  SyncReport,
  VerifyOptions,
  VerifyReport,
} from '../src/index.js'
import { eventProblem } from './event-schema.js'
import { databaseWithTables, type DatabaseKind, type EmptyDatabase } from './databases.js'

export { databases, databasesInDepth, type DatabaseKind } from './databases.js'

/** What a test says of a call; the rest is of its company. Entities by words in any spelling. */
export type Asked<Options> = Partial<Omit<Options, 'entities' | keyof AskedRange>> & {
  readonly entities?: readonly string[] | undefined
  readonly from?: string
  readonly to?: string
}

export interface TestCompany {
  readonly simulator: Simulator
  readonly server: SimulatorServer
  /** The door to the simulator, for tests that put a lie before it. */
  readonly source: Source
  readonly store: BackfillStore
  readonly db: Kysely<Record<string, Record<string, unknown>>>
  readonly events: BackfillEvent[]
  run(options?: Asked<BackfillOptions>): Promise<BackfillReport>
  verify(options?: Asked<VerifyOptions>): Promise<VerifyReport>
  sync(options?: Asked<SyncOptions>): Promise<SyncReport>
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
  /** How often the client tries again; with 0 what fails for good costs no waits. */
  readonly retries?: number
  /** How long QuickBooks takes for an answer, milliseconds. */
  readonly latencyMs?: number
  /** Whether its bookkeeping is there too: bills, payments, journals … */
  readonly books?: CompanyBooks
  /** What shape its reports have. */
  readonly reports?: ReportShape
  /** These invoices and nothing else, in place of a generated company. */
  readonly invoicesAlone?: readonly QboRecord[]
  /** Its own, where several companies share a database. */
  readonly realmId?: string
  /** One that stays when the company is closed. */
  readonly database?: EmptyDatabase
}

type CompanyBooks = NonNullable<NonNullable<Parameters<typeof generateCompany>[0]>['books']>
type ReportShape = NonNullable<Parameters<typeof createSimulator>[0]['reports']>

const allThree = ['customers', 'items', 'invoices']
/** The searches of `npm run test:deep` have the windows of a caller who says nothing. */
const usualWindow = depth<BackfillOptions['window']>({ quick: 'month', deep: undefined })

/** A company that answers over HTTP, and a database with no rows. Limits are lifted: what they do has tests of its own. */
export async function startCompany(
  kind: DatabaseKind,
  { retries, reports, latencyMs = 0, database: given, invoicesAlone, ...size }: CompanySize = {},
): Promise<TestCompany> {
  const company =
    invoicesAlone === undefined
      ? generateCompany({
          seed: 7,
          customers: 30,
          items: 15,
          invoices: 150,
          from: '2022-01-01',
          to: '2025-01-01',
          ...size,
        })
      : { records: { Invoice: invoicesAlone } }
  const simulator = createSimulator({
    companies: [company],
    limits: false,
    latencyMs,
    ...(reports === undefined ? {} : { reports }),
  })
  const server = await simulator.listen()
  const database = given ?? (await databaseWithTables(kind))
  const { db } = database
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
      retries,
    }),
  )
  const events: BackfillEvent[] = []
  const problems: string[] = []
  /** Every event that a test sees is what the published schema says. */
  const watched =
    (listener: BackfillOptions['onEvent']) =>
    (event: BackfillEvent): void => {
      problems.push(...[eventProblem(event) ?? []].flat())
      if (listener === undefined) events.push(event)
      else listener(event)
    }
  let counted = 0
  return {
    simulator,
    server,
    source,
    store: postgresStore({ db }),
    db,
    events,
    run: ({ entities = allThree, from = '2022-01-01', to = '2025-01-01', onEvent, ...options } = {}) =>
      runBackfill({
        source,
        store: postgresStore({ db }),
        // A thousand days would be written, and most tests look at none. With undefined a test asks for what a caller gets who says nothing.
        window: usualWindow,
        ...options,
        entities: entityNames(entities),
        from,
        to,
        onEvent: watched(onEvent),
      }),
    sync: ({ entities, onEvent, ...options } = {}) =>
      syncChanges({
        source,
        store: postgresStore({ db }),
        ...options,
        ...(entities === undefined ? {} : { entities: entityNames(entities) }),
        onEvent: watched(onEvent),
      }),
    verify: ({ entities = allThree, from = '2022-01-01', to = '2025-01-01', onEvent, ...options } = {}) =>
      verifyBackfill({
        source,
        store: postgresStore({ db }),
        ...options,
        entities: entityNames(entities),
        from,
        to,
        onEvent: watched(onEvent),
      }),
    callsSince() {
      const total = simulator.requests.filter((request) => request.path.startsWith('/v3/')).length
      const calls = total - counted
      counted = total
      return calls
    },
    async close() {
      await server.close()
      if (given === undefined) await database.close()
      if (problems.length > 0) throw new Error(`Events are not as event.json says: ${problems.join('\n')}`)
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

/** Ids of the rows of a table that are not marked as deleted. */
export async function liveIds(company: TestCompany, table: string): Promise<readonly string[]> {
  return (await storedRows(company, table)).filter(({ deleted }) => !deleted).map(({ id }) => id)
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
