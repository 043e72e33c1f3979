import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { createTestDatabase } from 'testkit'
import { expect, inject, test } from 'vitest'
import { checkEncoding } from '../../src/doctor/check-encoding.js'
import { migrateState } from '../../src/ledger/migrate.js'

test('eight starters migrate an empty database at once, and none of them fails', async () => {
  const database = await createTestDatabase()
  const starters = Array.from({ length: 8 }, () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  })
  try {
    for (let round = 1; round <= 15; round++) {
      const outcomes = await Promise.allSettled(starters.map((db) => migrateState(db, `state_${round}`)))
      expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([])
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM ${sql.id(`state_${round}`, 'migrations')}`.execute(database.db)
      expect(rows[0]?.count).toBe(7)
    }
  } finally {
    for (const db of starters) await db.destroy()
    await database.drop()
  }
})

test('a database that cannot hold every character is refused, with what to do', async () => {
  for (const encoding of ['LATIN1', 'SQL_ASCII']) {
    const database = await createTestDatabase(inject('databaseUrl'), { encoding })
    try {
      await expect(migrateState(database.db, 'state')).rejects.toMatchObject({
        code: 'BACKFILL_DATABASE_ENCODING',
        retryable: false,
        message: expect.stringMatching(new RegExp(`${encoding}.*ENCODING 'UTF8'`, 'u')) as string,
      })
      expect(await checkEncoding(database.db)).toMatchObject({ name: 'encoding', status: 'fail' })
    } finally {
      await database.drop()
    }
  }
  const database = await createTestDatabase()
  expect(await checkEncoding(database.db)).toMatchObject({ name: 'encoding', status: 'ok' })
  await database.drop()
})
