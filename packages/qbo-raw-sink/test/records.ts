import { sql } from 'kysely'
import type { Database, RawPage, RecordTarget, RecordWindow } from '../src/index.js'

export const window2024: RecordWindow = { start: '2024-01-01T00:00:00Z', end: '2024-01-02T00:00:00Z' }

export interface RecordDraft {
  readonly id?: string | number | null
  readonly token?: string
  readonly updated?: string | null
  readonly created?: string
  readonly more?: Readonly<Record<string, unknown>>
}

/** A record with the fields the sink reads; `null` leaves the field out. */
export function record(draft: RecordDraft = {}): Record<string, unknown> {
  const { id = '1', token = '0', updated = '2024-01-01T10:00:00-08:00' } = draft
  const times =
    updated === null ? {} : { MetaData: { CreateTime: draft.created ?? updated, LastUpdatedTime: updated } }
  return { ...(id === null ? {} : { Id: id }), SyncToken: token, ...times, ...draft.more }
}

export interface PageDraft {
  readonly entity?: string
  readonly realmId?: string
  readonly runId?: string
  readonly windows?: RecordWindow | readonly (RecordTarget | null)[]
  readonly number?: number
}

/** A page of these records. A string is a record's own text. */
export function page(records: readonly (string | Record<string, unknown>)[], draft: PageDraft = {}): RawPage {
  const entity = draft.entity ?? 'Invoice'
  const texts = records.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
  return {
    realmId: draft.realmId ?? 'R1',
    entity,
    text: `{"QueryResponse":{"${entity}":[${texts.join(',')}],"startPosition":1},"time":"2024-01-01T00:00:00Z"}`,
    windows: draft.windows ?? window2024,
    runId: draft.runId ?? 'run-1',
    page: { number: draft.number ?? 1, size: 1000 },
  }
}

/** The rows of a table in the order of their ids, times as text in UTC, the payload as PostgreSQL prints it. */
export async function rows(db: Database, table: string, realmId: string): Promise<Record<string, unknown>[]> {
  const result = await sql<Record<string, unknown>>`
SELECT id, payload::text AS payload, sync_token, page_number, run_id,
       (last_updated_time AT TIME ZONE 'UTC')::text AS updated,
       (extract_window_start_utc AT TIME ZONE 'UTC')::text AS window_start,
       (extract_window_end_utc AT TIME ZONE 'UTC')::text AS window_end,
       (deleted_at AT TIME ZONE 'UTC')::text AS deleted_at,
       ingested_at_utc <= last_seen AS ingested_first
FROM ${sql.table(table)} WHERE realm_id = ${realmId} ORDER BY id COLLATE "C"`.execute(db)
  return result.rows
}
