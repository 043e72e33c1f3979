import { createTestDatabase, startPostgres, type PostgresServer, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, type RawSink } from '../src/index.js'
import { newestOfEach, storedVersions, writeAsACrowd } from './overlapping-writers.js'

// A server of its own: the other test files are not to notice.
let server: PostgresServer
let database: TestDatabase
let sink: RawSink
beforeAll(async () => {
  server = await startPostgres()
  database = await createTestDatabase(server.url)
  database.pool.on('connect', (client) => client.on('error', () => undefined))
  sink = createRawSink({ db: database.db })
  await sink.migrate({ entities: ['Invoice'] })
})
afterAll(async () => {
  await database.drop()
  await server.stop()
})

test('four writers go on after the server was stopped, and after it crashed, with no record lost or doubled', async () => {
  const restarts: Promise<void>[] = []
  const restartAt = new Map([
    [10, 'fast'],
    [20, 'immediate'],
    [30, 'fast'],
    [40, 'immediate'],
  ] as const)
  let last: Promise<void> = Promise.resolve()
  const { retries } = await writeAsACrowd({
    db: database.db,
    sink,
    realmId: 'restart',
    onPage(pages) {
      const mode = restartAt.get(pages as 10 | 20 | 30 | 40)
      if (mode === undefined) return
      last = last.then(() => server.restart(mode))
      restarts.push(last)
    },
  })
  await Promise.all(restarts)
  expect(restarts).toHaveLength(4)
  expect(retries).toBeGreaterThan(0)
  expect(await storedVersions(database.db, 'restart')).toEqual(newestOfEach)
})
