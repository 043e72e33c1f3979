import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, type RawSink } from '../src/index.js'
import { newestOfEach, storedVersions, writeAsACrowd } from './overlapping-writers.js'
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

test('four writers of overlapping pages, their connections killed, leave the newest version of each record', async () => {
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
  await writeAsACrowd({ db: database.db, sink, realmId: 'crowd' })
  writing = false
  await killing
  expect(await storedVersions(database.db, 'crowd')).toEqual(newestOfEach)
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
