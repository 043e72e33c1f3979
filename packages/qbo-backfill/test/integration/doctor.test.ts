import { randomUUID } from 'node:crypto'
import { createRawSink } from 'qbo-raw-sink'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clockFinding } from '../../src/doctor/check-company.js'
import { checkRealm } from '../../src/doctor/check-realm.js'
import { checkRights } from '../../src/doctor/check-rights.js'
import { checkSchema } from '../../src/doctor/check-schema.js'
import { checkSessionLock } from '../../src/doctor/check-session-lock.js'
import { checkSpace, freeSpaceFinding } from '../../src/doctor/check-space.js'
import { tokensFinding } from '../../src/doctor/check-tokens.js'
import { exitCodeOfFindings, fail, ok } from '../../src/doctor/finding.js'
import { openDatabase, postgresStore } from '../../src/index.js'
import { openThroughTransactionPooler } from '../transaction-pooler.js'

const schemas = ['qbo_backfill', 'raw']
const day = 86_400_000

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})

afterEach(() => database.drop())

async function tables(): Promise<number> {
  const found = await database.pool.query<{ count: string }>(
    `SELECT count(*) FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('raw', 'qbo_backfill'))`,
  )
  return Number(found.rows[0]?.count)
}

test('an owner may do all of it, and trying leaves nothing behind', async () => {
  expect(await checkRights(database.db, schemas)).toMatchObject({ status: 'ok' })
  expect(await tables()).toBe(0)
  const sink = createRawSink({ db: database.db })
  const schemaFindings = async (mayMigrate: boolean) =>
    (await checkSchema(database.db, 'qbo_backfill', sink, mayMigrate)).map((finding) => finding.status)
  // What the next run makes by itself is nothing to warn of.
  expect(await schemaFindings(true)).toEqual(['ok', 'ok'])
  expect(await schemaFindings(false)).toEqual(['warn', 'ok'])
  await postgresStore({ db: database.db, sink }).prepare(['Invoice'])
  expect(await checkRights(database.db, schemas)).toMatchObject({ status: 'ok' })
  expect(await schemaFindings(false)).toEqual(['ok', 'ok'])
})

test('a role that may only write is told what it cannot do, one that may not even that fails', async () => {
  const role = `doctor_${randomUUID().replaceAll('-', '').slice(0, 12)}`
  await database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'only-for-tests'`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'only-for-tests'
  const limited = await openDatabase(url.href)
  try {
    expect(await checkRights(limited.db, schemas)).toMatchObject({
      status: 'fail',
      action: { en: expect.stringContaining('qbo-backfill migrate') },
    })
    await postgresStore({ db: database.db, sink: createRawSink({ db: database.db }) }).prepare(['Invoice'])
    expect(await checkRights(limited.db, schemas)).toMatchObject({ status: 'fail' })
    await database.pool.query(`GRANT USAGE ON SCHEMA raw, qbo_backfill TO ${role}`)
    expect(await checkRights(limited.db, schemas)).toMatchObject({
      status: 'fail',
      message: { en: expect.stringMatching(/may not write to/u) },
    })
    await database.pool.query(
      `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA raw, qbo_backfill TO ${role}`,
    )
    expect(await checkRights(limited.db, schemas)).toMatchObject({
      status: 'fail',
      message: { en: expect.stringMatching(/may not write to qbo_backfill\./u) },
      action: { en: expect.stringContaining('DELETE on those of "qbo_backfill"') },
    })
    await database.pool.query(`GRANT DELETE ON ALL TABLES IN SCHEMA qbo_backfill TO ${role}`)
    expect(await checkRights(limited.db, schemas)).toMatchObject({ status: 'warn' })
  } finally {
    await limited.close()
    await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('session locks hold on a server, and do not behind a proxy that pools by transaction', async () => {
  expect(await checkSessionLock(database.db)).toMatchObject({ status: 'ok' })
  const pooled = await openThroughTransactionPooler(database.url)
  try {
    expect(await checkSessionLock(pooled.db)).toMatchObject({
      status: 'fail',
      action: { en: expect.stringContaining('pool_mode = session') },
    })
  } finally {
    await pooled.close()
  }
})

test('a database that a newer version has migrated fails', async () => {
  const sink = createRawSink({ db: database.db })
  await postgresStore({ db: database.db, sink }).prepare(['Invoice'])
  await database.pool.query('INSERT INTO qbo_backfill.migrations (number) VALUES (999)')
  const [state] = await checkSchema(database.db, 'qbo_backfill', sink, true)
  expect(state).toMatchObject({ status: 'fail', message: { en: expect.stringContaining('version 999') } })
})

test('a realm of the other environment fails', async () => {
  const realm = { realmId: '1', environment: 'production' }
  expect(await checkRealm(database.db, 'qbo_backfill', realm)).toEqual([])
  await postgresStore({ db: database.db, sink: createRawSink({ db: database.db }) }).prepare(['Invoice'])
  await database.pool.query(`INSERT INTO qbo_backfill.leases (realm_id, environment) VALUES ('1', 'sandbox')`)
  expect(await checkRealm(database.db, 'qbo_backfill', realm)).toMatchObject([
    { status: 'fail', action: { en: expect.stringContaining('QBO_ENVIRONMENT=sandbox') } },
  ])
  const asNow = { ...realm, environment: 'sandbox' }
  expect(await checkRealm(database.db, 'qbo_backfill', asNow)).toMatchObject([{ status: 'ok' }])
})

test('room is told of a server, and judged of a directory', async () => {
  expect(await checkSpace(database.db, database.url)).toMatchObject({ status: 'ok' })
  expect((await checkSpace(database.db, 'pglite:./not/there/yet')).message.en).toMatch(/GiB are free/u)
  expect(await checkSpace(database.db, 'pglite:memory')).toMatchObject({ status: 'warn' })
  const free = [2 ** 31, 2 ** 29, 2 ** 20].map((bytes) => freeSpaceFinding(bytes, '/data').status)
  expect(free).toEqual(['ok', 'warn', 'fail'])
})

test('tokens warn a fortnight before either of their ends, and say which', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const set = (days: number, hardDays: number): Parameters<typeof tokensFinding>[0] => ({
    refreshToken: 'secret',
    refreshTokenExpiresAt: new Date(now + days * day).toISOString(),
    refreshTokenHardExpiresAt: new Date(now + hardDays * day).toISOString(),
  })
  expect(tokensFinding(set(100, 1000), now)).toMatchObject({ status: 'ok' })
  const refused = { ...set(100, 1000), refreshToken: 'secret', refusedAt: '2025-12-31T00:00:00Z' }
  expect(tokensFinding(refused, now)).toMatchObject({ status: 'fail', reauthorize: true })
  expect(tokensFinding(set(10, 1000), now).action?.en).toMatch(/Any run refreshes it/u)
  expect(tokensFinding(set(100, 10), now).action?.en).toMatch(/connect the company again/u)
  expect(tokensFinding(undefined, now)).toMatchObject({ status: 'warn' })
  expect(JSON.stringify(tokensFinding(set(10, 10), now))).not.toContain('secret')
})

test('a clock that is off by more than a minute is a warning', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(clockFinding('2026-01-01T00:00:30Z', now)).toMatchObject({ status: 'ok' })
  expect(clockFinding('2025-12-31T23:50:00Z', now)).toMatchObject({
    status: 'warn',
    message: { en: expect.stringContaining('600 s ahead of') },
  })
})

test('the exit code is 3 only if authorization is all that is wrong', () => {
  const words = { en: 'x', es: 'x' }
  const dead = { ...fail('quickbooks', words, words), reauthorize: true }
  expect(exitCodeOfFindings([ok('a', words)])).toBe(0)
  expect(exitCodeOfFindings([dead])).toBe(3)
  expect(exitCodeOfFindings([dead, fail('b', words, words)])).toBe(2)
})
