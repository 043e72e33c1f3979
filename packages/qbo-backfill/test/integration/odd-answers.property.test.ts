import fc from 'fast-check'
import { sql } from 'kysely'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { createTestDatabase, search, type TestDatabase } from 'testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { exitCodeOfError, exitCodes } from '../../src/cli/output/exit-code.js'
import {
  postgresStore,
  qboSource,
  runBackfill,
  syncChanges,
  verifyBackfill,
  type BackfillEvent,
  type Source,
} from '../../src/index.js'
import { makeOdd, oddities, type Oddity } from '../odd-answers.js'

const range = { from: '2000-01-01', to: '2025-01-01', entities: ['customers', 'items', 'invoices'] } as const
/** What waits for a better answer a second time is cut short: it is not green, and that is all that is asked. */
const patienceMs = 1500

let database: TestDatabase
let simulator: Simulator
let odd: Oddity | undefined
let calls: number

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

beforeEach(() => {
  odd = undefined
})

afterEach(emptyDatabase)

test.each(['run', 'verify', 'sync'] as const)(
  'whatever shape an answer has, a %s is never green without its records and never a bug of ours',
  async (deed) => {
    await fc.assert(
      fc.asyncProperty(oddities, async (oddity) => {
        await emptyDatabase()
        const source = openCompany()
        const options = {
          source,
          store: postgresStore({ db: database.db, sink: createRawSink({ db: database.db }) }),
        }
        const before = deed === 'run' ? 'green' : (await runBackfill({ ...options, ...range })).status
        expect(before).toBe('green')
        if (deed === 'verify') await loseOneRow()
        if (deed === 'sync') changeAtSource()
        odd = oddity
        calls = 0
        const patience = new AbortController()
        const signal = AbortSignal.any([patience.signal, AbortSignal.timeout(patienceMs)])
        let retries = 0
        const onEvent = ({ type }: BackfillEvent): void => {
          if (type.endsWith('.retried') && (retries += 1) > 1) patience.abort()
        }
        const watched = { ...options, signal, onEvent }
        const seen =
          deed === 'run'
            ? runBackfill({ ...watched, ...range })
            : deed === 'verify'
              ? verifyBackfill({ ...watched, ...range })
              : syncChanges(watched)
        const outcome = await seen.then(
          (report) => ({ status: report.status as string, exitCode: exitCodes.done as number }),
          (error: unknown) => ({
            status: 'failed',
            exitCode: signal.aborted ? exitCodes.temporary : exitCodeOfError(error),
            error,
          }),
        )
        odd = undefined
        expect(outcome, `${String((outcome as { error?: unknown }).error)}`).not.toMatchObject({
          exitCode: exitCodes.bug,
        })
        if (outcome.status !== 'green') return
        expect(deed === 'verify' ? ['a row that was lost'] : await notStored()).toEqual([])
      }),
      {
        ...search({ quick: 3, deep: 25 }),
        // A change without a time was passed over as an older version.
        examples: [
          [{ member: 'MetaData', change: 'missing', pick: 1, call: undefined }],
          // A record without an Id, which was looked up by that.
          [{ member: 'record', change: 'missing', pick: 0, call: undefined }],
        ],
      },
    )
  },
  240_000,
)

/** A small company whose answers pass the oddity that is set. */
function openCompany(): Source {
  const company = generateCompany({
    seed: 5,
    customers: 6,
    items: 3,
    invoices: 20,
    from: '2024-01-01',
    to: '2025-01-01',
  })
  simulator = createSimulator({ companies: [company], limits: false })
  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const isData = new URL(request.url).pathname.startsWith('/v3/')
    const response = await simulator.handle(request)
    if (!isData || odd === undefined) return response
    const befalls = odd.call === undefined || odd.call === calls
    calls += 1
    if (!befalls || !response.ok) return response
    return new Response(makeOdd(await response.text(), odd), {
      status: response.status,
      headers: { 'content-type': 'application/json' },
    })
  }
  return qboSource(
    createQboClient({
      environment: 'sandbox',
      realmId: simulator.realmIds[0] ?? '',
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      seedRefreshToken: simulator.refreshToken(),
      tokenStore: memoryTokenStore(),
      fetch: answer,
      rateLimit: false,
      retries: 1,
    }),
  )
}

async function emptyDatabase(): Promise<void> {
  for (const schema of ['raw', 'qbo_backfill'])
    await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`.execute(database.db)
}

async function loseOneRow(): Promise<void> {
  await sql`DELETE FROM raw.qb_invoices WHERE id = (SELECT min(id) FROM raw.qb_invoices)`.execute(database.db)
}

function changeAtSource(): void {
  const [first, second] = simulator.records('Invoice')
  simulator.edit('Invoice', first?.Id ?? '', { PrivateNote: 'edited' })
  simulator.remove('Invoice', second?.Id ?? '')
  simulator.create('Customer', { DisplayName: 'New' })
}

/** Records of the source whose version is not in the table, and live rows that the source has not. */
async function notStored(): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [entity, table] of [
    ['Customer', 'qb_customers'],
    ['Invoice', 'qb_invoices'],
  ] as const) {
    const rows = await sql<{ id: string; note: string | null }>`
      SELECT id, payload->>'PrivateNote' AS note FROM ${sql.table(`raw.${table}`)} WHERE deleted_at IS NULL`.execute(
      database.db,
    )
    const notes = new Map(rows.rows.map((row) => [row.id, row.note]))
    for (const record of simulator.records(entity)) {
      if (!notes.has(record.Id)) problems.push(`${entity} ${record.Id} is not there`)
      else if (record['PrivateNote'] === 'edited' && notes.get(record.Id) !== 'edited')
        problems.push(`${entity} ${record.Id} is old`)
      notes.delete(record.Id)
    }
    problems.push(...[...notes.keys()].map((id) => `${entity} ${id} is gone at the source`))
  }
  return problems
}
