import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkSettings, settingFindings } from '../../src/doctor/check-settings.js'
import { openDatabase } from '../../src/index.js'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
  // As PostgreSQL 15 and later come.
  await database.pool.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
})

afterEach(() => database.drop())

async function found(options: string): Promise<readonly string[]> {
  const url = new URL(database.url)
  url.searchParams.set('options', options)
  const { db, close } = await openDatabase(url.href)
  try {
    return (await checkSettings(db)).map(({ status, message }) => `${status}: ${message.en}`)
  } finally {
    await close()
  }
}

test('limits of time and forms of text are named, and are no obstacle', async () => {
  expect(await found('-c statement_timeout=15 -c standard_conforming_strings=off')).toEqual([
    'ok: Set for this role, and no obstacle: statement_timeout 15 ms, standard_conforming_strings off.',
    'ok: Not everybody may create in the schema public.',
  ])
})

test('what ends the connection of a lock, or stands before PostgreSQL’s own functions, is a warning', async () => {
  expect(await found('-c idle_session_timeout=5000 -c search_path=public,pg_catalog')).toEqual([
    'warn: idle_session_timeout is 5000 ms, and ends the connection by which a run holds its company.',
    "warn: search_path is public, pg_catalog: what others define there stands before PostgreSQL's own.",
    'ok: Not everybody may create in the schema public.',
  ])
})

test('a schema public in which everybody may create is a warning, with what to do', async () => {
  await database.pool.query('GRANT CREATE ON SCHEMA public TO PUBLIC')
  const findings = await checkSettings(database.db)
  expect(findings.at(-1)).toMatchObject({
    status: 'warn',
    action: { en: expect.stringContaining('REVOKE CREATE ON SCHEMA public FROM PUBLIC') as string },
  })
})

test('a server that sets nothing has no finding', () => {
  expect(settingFindings([{ name: 'search_path', value: '"$user", public' }])).toMatchObject([
    { name: 'settings', status: 'ok', message: { en: 'No limit of time is set for this role.' } },
  ])
})
