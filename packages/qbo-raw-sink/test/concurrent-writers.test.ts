import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, isSinkError, type Page, type RawSink } from '../src/index.js'
import { page, record, rows } from './records.js'

let database: TestDatabase
let sink: RawSink
beforeAll(async () => {
  database = await createTestDatabase()
  // A client that is lent out has no listener of the pool's: its 'error' would end the process.
  database.pool.on('connect', (client) => client.on('error', () => undefined))
  sink = createRawSink({ db: database.db })
  await sink.migrate({ entities: ['Invoice'] })
})
afterAll(() => database.drop())

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = generator(seed)
  return values
    .map((value) => ({ value, key: random() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ value }) => value)
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
}

async function writeUntilStored(next: Page): Promise<number> {
  for (let retries = 0; ; retries++) {
    try {
      await sink.writePage(database.db, next)
      return retries
    } catch (error) {
      if (!isSinkError(error) || !error.retryable || retries > 50) throw error
    }
  }
}

test('four writers of overlapping pages, their connections killed, leave the newest version of each record', async () => {
  const ids = Array.from({ length: 300 }, (_, index) => String(index))
  const write = async (writer: number): Promise<void> => {
    for (let version = 0; version < 12; version++) {
      const token = String((version * 7 + writer * 5) % 12)
      const records = shuffled(ids, writer * 100 + version + 1).map((id) =>
        record({ id, token, more: { v: `v${token}` } }),
      )
      await writeUntilStored(page(records, { realmId: 'crowd', runId: `writer-${writer}` }))
    }
  }
  let writing = true
  const kill = async (): Promise<void> => {
    while (writing) {
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.2`
        .execute(database.db)
        .catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  }
  const killing = kill()
  await Promise.all([1, 2, 3, 4].map(write))
  writing = false
  await killing
  const stored = await rows(database.db, 'raw.qb_invoices', 'crowd')
  expect(stored).toHaveLength(ids.length)
  expect(
    new Set(stored.map(({ sync_token, payload }) => [sync_token, String(payload).includes('"v11"')].join())),
  ).toEqual(new Set(['11,true']))
})

test('a row inserted between the look and the write of another is counted by both, once each', async () => {
  const records = [record({ id: '1' }), record({ id: '2' }), record({ id: '3' })]
  const first = await database.db.startTransaction().execute()
  expect(
    await sink.writePage(first, page(records.slice(1), { realmId: 'race', runId: 'first' })),
  ).toMatchObject({ inserted: 2 })
  const second = sink.writePage(database.db, page(records, { realmId: 'race', runId: 'second' }))
  await new Promise((resolve) => setTimeout(resolve, 200))
  await first.commit().execute()
  expect(await second).toEqual({ inserted: 1, updated: 0, unchanged: 2, stale: 0, rejected: 0 })
  const stored = await rows(database.db, 'raw.qb_invoices', 'race')
  expect(stored.map(({ run_id }) => run_id)).toEqual(['second', 'second', 'second'])
})

test('a row updated between the look and the write of another is decided on anew', async () => {
  await sink.writePage(database.db, page([record({ token: '1' })], { realmId: 'behind' }))
  const first = await database.db.startTransaction().execute()
  await sink.writePage(first, page([record({ token: '3', more: { v: 3 } })], { realmId: 'behind' }))
  const second = sink.writePage(
    database.db,
    page([record({ token: '2', more: { v: 2 } })], { realmId: 'behind', runId: 'second' }),
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  await first.commit().execute()
  expect(await second).toMatchObject({ updated: 0, stale: 1 })
  expect(await rows(database.db, 'raw.qb_invoices', 'behind')).toMatchObject([
    { sync_token: '3', run_id: 'second' },
  ])
})
