import pg from 'pg'
import type { WriteWay } from './write-way.ts'

/** The least that can be done with a page: no key, no columns, no second run. */
export const bareFloor: WriteWay = {
  name: 'floor',
  label: 'bare INSERT … SELECT, no key',
  table: 'floor.invoices',
  passes: 1,
  async prepare(admin) {
    await admin.query(
      'DROP SCHEMA IF EXISTS floor CASCADE; CREATE SCHEMA floor; CREATE TABLE floor.invoices (payload jsonb)',
    )
  },
  async open(url) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const insert = `INSERT INTO floor.invoices SELECT jsonb_array_elements($1::jsonb #> '{QueryResponse,Invoice}')`
    return {
      async write(page) {
        await client.query(insert, [page])
      },
      close: () => client.end(),
    }
  },
}
