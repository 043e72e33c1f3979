import pg from 'pg'
import { pageSize, realmId } from '../../invoice-pages.ts'
import { parseInvoices, type InvoiceRecord, type WriteWay } from './write-way.ts'

const columns = [
  'realm_id',
  'id',
  'payload',
  'sync_token',
  'create_time',
  'last_updated_time',
  'extract_window_start_utc',
  'extract_window_end_utc',
  'page_number',
  'page_size',
  'last_seen',
  'run_id',
]

/** `INSERT … VALUES (…), (…) ON CONFLICT DO UPDATE`, so many rows a statement. */
export function batchUpsert(batch: number, commit: 'a statement' | 'a page'): WriteWay {
  const name = `batch-${batch}${commit === 'a page' ? '' : '-committed'}`
  const schema = name.replaceAll('-', '_')
  const table = `${schema}.invoices`
  const what = batch === 1 ? 'one upsert a row' : `upserts of ${batch} rows`
  return {
    name,
    label: batch > 1 ? what : `${what}, one commit ${commit === 'a page' ? 'a page' : 'each'}`,
    table,
    passes: 2,
    async prepare(admin) {
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema};
        CREATE TABLE ${table} (realm_id text, id text, payload jsonb NOT NULL, sync_token text,
          create_time timestamptz, last_updated_time timestamptz, extract_window_start_utc timestamptz,
          extract_window_end_utc timestamptz, page_number int, page_size int, last_seen timestamptz,
          run_id text, PRIMARY KEY (realm_id, id))`)
    },
    async open(url) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return {
        async write(page, number, pass) {
          const records = parseInvoices(page)
          if (commit === 'a page') await client.query('BEGIN')
          for (let at = 0; at < records.length; at += batch) {
            const rows = records.slice(at, at + batch)
            const values = rows.flatMap((record) => rowOf(record, number, pass))
            // Named, so that the server parses it once.
            await client.query({ name: `upsert-${rows.length}`, text: upsert(table, rows.length), values })
          }
          if (commit === 'a page') await client.query('COMMIT')
        },
        close: () => client.end(),
      }
    },
  }
}

function rowOf(record: InvoiceRecord, number: number, pass: number): unknown[] {
  const { CreateTime, LastUpdatedTime } = record.MetaData
  const window = ['2022-01-01T00:00:00Z', '2025-01-01T00:00:00Z']
  const seen = [number, pageSize, new Date(), `run-${pass}`]
  const version = [record.SyncToken, CreateTime, LastUpdatedTime]
  return [realmId, record.Id, JSON.stringify(record), ...version, ...window, ...seen]
}

const statements = new Map<string, string>()

function upsert(table: string, rows: number): string {
  const key = `${table} ${rows}`
  let statement = statements.get(key)
  if (statement === undefined) {
    const width = columns.length
    const tuples = Array.from(
      { length: rows },
      (_, row) => `(${columns.map((_name, column) => `$${row * width + column + 1}`).join(',')})`,
    )
    const set = columns.slice(2).map((name) => `${name} = excluded.${name}`)
    statement = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}
ON CONFLICT (realm_id, id) DO UPDATE SET ${set.join(', ')}`
    statements.set(key, statement)
  }
  return statement
}
