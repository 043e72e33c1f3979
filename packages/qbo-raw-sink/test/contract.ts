import { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { createTestDatabase } from 'testkit'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database, RawSink } from '../src/index.js'
import { createRawSink } from '../src/index.js'
import { pgliteDialect } from './pglite-dialect.js'

export interface Bench {
  readonly db: Database
  readonly sink: RawSink
}

/** Runs the same tests on PostgreSQL and on PGlite, each on an empty database of its own. */
export function onBothDatabases(title: string, tests: (get: () => Bench) => void): void {
  for (const [name, open] of [
    ['PostgreSQL', openPostgres],
    ['PGlite', openPglite],
  ] as const) {
    describe(`${title}, on ${name}`, () => {
      let opened: { readonly db: Database; close(): Promise<void> } | undefined
      let sink: RawSink | undefined
      beforeAll(async () => {
        opened = await open()
        sink = createRawSink({ db: opened.db })
        await sink.migrate({ entities: ['Invoice', 'Customer', 'Attachable', 'TaxCode'] })
      })
      afterAll(() => opened?.close())
      tests(() => {
        if (opened === undefined || sink === undefined) throw new Error('The database is not open')
        return { db: opened.db, sink }
      })
    })
  }
}

async function openPostgres(): Promise<{ readonly db: Database; close(): Promise<void> }> {
  const database = await createTestDatabase()
  return { db: database.db, close: () => database.drop() }
}

async function openPglite(): Promise<{ readonly db: Database; close(): Promise<void> }> {
  const db = new Kysely<unknown>({ dialect: pgliteDialect(await PGlite.create()) })
  return { db, close: () => db.destroy() }
}
