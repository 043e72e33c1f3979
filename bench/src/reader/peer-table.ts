import pg from 'pg'
import type { ReaderJob } from './reader-job.ts'

export interface PeerRecord {
  readonly Id: string
  readonly SyncToken: string
  readonly MetaData: { readonly CreateTime: string; readonly LastUpdatedTime: string }
}

/** QuickBooks' answer to a query, as the clients hand it out. */
export interface QueryAnswer {
  readonly QueryResponse: Readonly<Record<string, readonly PeerRecord[]>>
}

export interface PeerTable {
  write(records: readonly PeerRecord[]): Promise<void>
  close(): Promise<void>
}

const batch = 500
const width = 5

/** What a program around a client would write: `INSERT … ON CONFLICT DO UPDATE`, 500 rows a statement. */
export async function openPeerTable({ databaseUrl, entity }: ReaderJob): Promise<PeerTable> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const table = `peer.${entity.toLowerCase()}`
  await client.query(`CREATE SCHEMA IF NOT EXISTS peer; CREATE TABLE IF NOT EXISTS ${table} (id text PRIMARY KEY,
    payload jsonb NOT NULL, sync_token text, create_time timestamptz, last_updated_time timestamptz)`)
  return {
    async write(records) {
      for (let at = 0; at < records.length; at += batch) {
        const rows = once(records.slice(at, at + batch))
        const text = upsert(table, rows.length)
        // Named, so that the server parses it once.
        await client.query({ name: `upsert-${rows.length}`, text, values: rows.flatMap(valuesOf) })
      }
    },
    close: () => client.end(),
  }
}

/** PostgreSQL refuses a statement that would write a row twice; offset paging may bring one twice. */
function once(records: readonly PeerRecord[]): readonly PeerRecord[] {
  return [...new Map(records.map((record) => [record.Id, record])).values()]
}

function valuesOf(record: PeerRecord): unknown[] {
  const { CreateTime, LastUpdatedTime } = record.MetaData
  return [record.Id, JSON.stringify(record), record.SyncToken, CreateTime, LastUpdatedTime]
}

const statements = new Map<number, string>()

function upsert(table: string, rows: number): string {
  let statement = statements.get(rows)
  if (statement === undefined) {
    const tuples = Array.from({ length: rows }, (_, row) => {
      const parameters = Array.from({ length: width }, (_value, column) => `$${row * width + column + 1}`)
      return `(${parameters.join(',')})`
    })
    statement = `INSERT INTO ${table} VALUES ${tuples.join(', ')} ON CONFLICT (id) DO UPDATE
      SET payload = excluded.payload, sync_token = excluded.sync_token, create_time = excluded.create_time,
        last_updated_time = excluded.last_updated_time`
    statements.set(rows, statement)
  }
  return statement
}
