import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { createRawSink } from 'qbo-raw-sink'
import { pageSize, realmId } from '../../invoice-pages.ts'
import type { WriteWay } from './write-way.ts'

const windows = { start: '2022-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' }

/** qbo-raw-sink as its README shows it. */
export const rawSink: WriteWay = {
  name: 'sink',
  label: 'qbo-raw-sink',
  table: 'raw.qb_invoices',
  passes: 3,
  async prepare(admin) {
    await admin.query('DROP SCHEMA IF EXISTS raw CASCADE')
  },
  async open(url) {
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    const sink = createRawSink({ db })
    await sink.migrate({ entities: ['Invoice'] })
    return {
      async write(text, number, pass) {
        const page = { number, size: pageSize }
        await sink.writePage(db, { realmId, entity: 'Invoice', text, windows, page, runId: `run-${pass}` })
      },
      close: () => db.destroy(),
    }
  },
}
