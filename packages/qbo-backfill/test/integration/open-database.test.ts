import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { checkConnections } from '../../src/doctor/check-connections.js'
import { openDatabase } from '../../src/index.js'
import { startRefusing, startResetting, startWithCertificate, type FakeServer } from '../fake-postgres.js'

let database: TestDatabase
// Roles belong to the whole server.
const role = `limited_${randomUUID().slice(0, 8)}`

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`)
})

afterEach(() => database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`))

afterAll(async () => {
  await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  await database.drop()
})

function urlOf(change: (url: URL) => void): string {
  const url = new URL(database.url)
  change(url)
  return url.href
}

const asRole = (): string =>
  urlOf((url) => {
    url.username = role
    url.password = 'right'
  })

async function atPort(server: FakeServer, settings = ''): Promise<string> {
  onTestFinished(() => server.close())
  return `postgres://somebody:hidden-word@127.0.0.1:${server.port}/db${settings}`
}

async function failureOf(url: string): Promise<Error> {
  return openDatabase(url).then(
    () => expect.fail('it was opened'),
    (error: Error) => error,
  )
}

test.each(['57P03', '57P01', '53300'])(
  'a server that refuses with %s may be asked again later',
  async (state) => {
    const error = await failureOf(await atPort(await startRefusing(state)))
    expect(error).toMatchObject({ code: 'BACKFILL_DATABASE_UNAVAILABLE', retryable: true })
  },
)

test('a connection that is refused or reset may be asked again later', async () => {
  const later = { code: 'BACKFILL_DATABASE_UNAVAILABLE', retryable: true }
  expect(await failureOf('postgres://somebody:hidden-word@127.0.0.1:1/db')).toMatchObject(later)
  expect(await failureOf('postgres://somebody:hidden-word@localhost:1/db')).toMatchObject(later)
  expect(await failureOf(await atPort(await startResetting()))).toMatchObject(later)
})

test.each([
  ['28P01', 'a wrong password'],
  ['28000', 'a login that is not allowed'],
  ['42501', 'a right that is missing'],
  ['3D000', 'a database that does not exist'],
])('%s (%s) does not change by waiting', async (state) => {
  const error = await failureOf(await atPort(await startRefusing(state)))
  expect(error).toMatchObject({ code: 'BACKFILL_INVALID_OPTIONS', retryable: false })
})

test('a database that does not exist is named, and the library names no variable that it does not read', async () => {
  const error = await failureOf(urlOf((url) => (url.pathname = '/nowhere')))
  expect(error).toMatchObject({ code: 'BACKFILL_INVALID_OPTIONS', retryable: false })
  expect(error.message).toMatch(/nowhere/u)
  for (const url of [
    'postgres://u:p@127.0.0.1:1/db',
    'mysql://x',
    'postgres://u:9/w@h/db',
    'pglite:/dev/null/x',
  ])
    expect((await failureOf(url)).message).not.toContain('DATABASE_URL')
})

test('a certificate that nobody vouches for is refused with what to set', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qbo-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert]
  execFileSync('openssl', [...request, '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' })
  const server = await startWithCertificate({
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
  })
  const error = await failureOf(await atPort(server, '?sslmode=require'))
  expect(error).toMatchObject({ code: 'BACKFILL_INVALID_OPTIONS', retryable: false })
  expect(error.message).toMatch(/self-signed certificate.*\. .*sslrootcert=.*sslmode=no-verify/u)
})

test('a certificate file that cannot be read is said to be one', async () => {
  const error = await failureOf('postgres://u:hidden-word@127.0.0.1:1/db?sslrootcert=/nowhere/ca.pem')
  expect(error.message).toMatch(/A file that it names/u)
})

test('a socket in a folder is a host, as it is to the driver', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qbo-socket-'))
  const { hostname, port, username, pathname } = new URL(database.url)
  const server = createServer((socket) => socket.pipe(connect(Number(port), hostname)).pipe(socket))
  server.listen(join(folder, '.s.PGSQL.5432'))
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { db, close } = await openDatabase(
    `postgres://${username}:${new URL(database.url).password || 'pw'}@${pathname}?host=${folder}`,
  )
  expect((await sql<{ name: string }>`SELECT current_database() AS name`.execute(db)).rows[0]?.name).toBe(
    pathname.slice(1),
  )
  await close()
})

test('a role that may have three connections is given three, whatever is asked for', async () => {
  await database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 3`)
  const { db, close } = await openDatabase(asRole())
  const slow = Array.from({ length: 8 }, () => sql`SELECT pg_sleep(0.05)`.execute(db))
  expect((await Promise.all(slow)).length).toBe(8)
  await close()
})

test('a role that may have fewer than a run needs is refused at once, with the numbers', async () => {
  await database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 2`)
  const error = await failureOf(asRole())
  expect(error).toMatchObject({ code: 'BACKFILL_INVALID_OPTIONS', retryable: false })
  expect(error.message).toMatch(/needs 3 connections.*may have 2/u)
})

test('doctor tells how many connections there may be, and how many others have', async () => {
  const unlimited = await openDatabase(asRole())
  expect(await checkConnections(unlimited.db)).toMatchObject({ status: 'ok' })
  await unlimited.close()
  await database.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 4`)
  const other = await openDatabase(asRole())
  const { db, close } = await openDatabase(asRole())
  expect(await checkConnections(db)).toMatchObject({
    status: 'ok',
    message: { en: expect.stringContaining('4 connections') },
  })
  await Promise.all([1, 2].map(() => sql`SELECT pg_sleep(0.05)`.execute(other.db)))
  expect(await checkConnections(db)).toMatchObject({
    status: 'warn',
    message: { en: expect.stringContaining('others have 2') },
  })
  await other.close()
  await close()
})
