import { Kysely } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { PostgresDialect } from 'kysely'
import { createRawSink, isSinkError, type RawPage, type RawTables } from '../src/index.js'
import { page, record } from './records.js'

interface Payment {
  readonly TotalAmt: number
}

type Tables = { orders: { id: string } } & RawTables<'raw', { qb_payments: Payment }>

let database: TestDatabase
let db: Kysely<Tables>

beforeAll(async () => {
  database = await createTestDatabase()
  db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) })
  await createRawSink({ db }).migrate({ entities: ['Invoice', 'Payment'] })
})
afterAll(async () => database.drop())

test('a page without windows is written: a new row gets none, a stored one keeps its own', async () => {
  const sink = createRawSink({ db })
  await sink.writePage(db, page([record({ id: '1' })]))
  const { windows: _, ...without } = page([record({ id: '1', token: '1' }), record({ id: '2' })])
  expect(await sink.writePage(db, without)).toMatchObject({ inserted: 1, updated: 1 })
  const rows = await db
    .selectFrom('raw.qb_invoices')
    .select(['id', 'extract_window_start_utc as start'])
    .orderBy('id')
    .execute()
  expect(rows).toEqual([
    { id: '1', start: new Date('2024-01-01T00:00:00Z') },
    { id: '2', start: null },
  ])
})

test('a Kysely of the reader knows the raw tables beside his own, every column as pg gives it', async () => {
  await createRawSink({ db }).writePage(
    db,
    page([record({ id: '7', more: { TotalAmt: 5 } })], { entity: 'Payment' }),
  )
  const row = await db.selectFrom('raw.qb_payments').selectAll().executeTakeFirstOrThrow()
  expectTypeOf(row.payload).toEqualTypeOf<Payment>()
  expectTypeOf(row.deleted_at).toEqualTypeOf<Date | null>()
  expect(row.payload.TotalAmt).toBe(5)
  const kinds = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Date ? 'Date' : typeof value,
  ])
  expect(Object.fromEntries(kinds)).toEqual({
    realm_id: 'string',
    id: 'string',
    payload: 'object',
    sync_token: 'string',
    create_time: 'Date',
    last_updated_time: 'Date',
    extract_window_start_utc: 'Date',
    extract_window_end_utc: 'Date',
    ingested_at_utc: 'Date',
    page_number: 'number',
    page_size: 'number',
    last_seen: 'Date',
    run_id: 'string',
    deleted_at: 'object',
  })
  await createRawSink({ db }).writePage(db, page([{ SyncToken: '0' }]))
  const reject = await db.selectFrom('raw.qb_rejects').selectAll().executeTakeFirstOrThrow()
  expect(reject).toMatchObject({
    reject_id: '1',
    entity: 'Invoice',
    saved: false,
    reason: 'missing-id',
    resolved_at: null,
  })
  expect(Object.keys(reject)).toHaveLength(16)
})

/** Never called: what it says is for the compiler. */
function refusedByTheCompiler(reader: Kysely<Tables>, inSchema: Kysely<RawTables<''>>): void {
  void inSchema.withSchema('raw').selectFrom('qb_invoices').select('payload')
  // @ts-expect-error there is no such table
  void reader.selectFrom('raw.qb_invoce')
  // @ts-expect-error the sink alone writes these tables
  void reader.updateTable('raw.qb_invoices').set({ payload: {} })
}

test('an error of the sink names the path of each fault, and says all that it knows as JSON', async () => {
  expect(refusedByTheCompiler).toBeDefined()
  const wrong = { ...page([]), runId: '', page: { number: 1.5, size: 1000 } } satisfies RawPage
  const error: unknown = await createRawSink({ db })
    .writePage(db, wrong)
    .catch((thrown: unknown) => thrown)
  if (!isSinkError(error)) throw error
  expect(error.issues?.map(({ path }) => path)).toEqual(['runId', 'page.number'])
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: 'SinkError',
    code: 'SINK_INVALID_OPTIONS',
    message: error.message,
    retryable: false,
    issues: error.issues,
  })
  expect(() => createRawSink({ db, shema: 'x' } as never)).toThrow(/shema: is not an option/u)
})
