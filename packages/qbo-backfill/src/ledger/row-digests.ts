import { sql, type RawBuilder } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'

/** Consecutive spans that rows are told apart by: `[firstDate, endDate)` for transactions, `[start, end)` for what has times. */
export interface DigestedSpan {
  readonly start: string
  readonly end: string
  readonly firstDate: string
  readonly endDate: string
}

export interface RowDigest {
  /** The place of its span. */
  readonly number: number
  readonly rows: number
  /** SHA-256 over the SHA-256 of each row in the order of its Id; of a row, over `[id, lastUpdatedTime, syncToken, payload]` as jsonb prints it. */
  readonly sha256: string
}

export interface DigestQuery {
  readonly rawSchema: string
  readonly table: string
  readonly realmId: string
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  readonly spans: readonly DigestedSpan[]
  /** Where the whole range starts: what was made before it is of the span in which it was updated. */
  readonly rangeFrom: string
}

/** Digests of the live rows of each span that has any, by the source's own dates; the rows never leave the database. */
export function digestRows(db: Database, query: DigestQuery): Promise<readonly RowDigest[]> {
  const { rawSchema, table, realmId, spans } = query
  if (spans.length === 0) return Promise.resolve([])
  const statement = sql`
SELECT number, pg_catalog.count(*) AS rows,
  pg_catalog.encode(pg_catalog.sha256(pg_catalog.string_agg(digest, ''::bytea ORDER BY id COLLATE "C")), 'hex') AS sha256
FROM (
  SELECT id, ${placeOf(query)} AS number, pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(id,
    pg_catalog.to_char(last_updated_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), sync_token, payload)::text, 'UTF8')) AS digest
  FROM ${sql.id(rawSchema, table)} WHERE realm_id = ${realmId}::text AND deleted_at IS NULL
) AS digested
WHERE number >= 0 AND number < ${spans.length}::text::int
GROUP BY number ORDER BY number`
  const shape = z.object({ number: z.int(), rows: z.int(), sha256: z.string() })
  return readRows(db, 'the digests of rows', shape, statement)
}

/** width_bucket counts from 1, gives 0 to what lies before the first bound and the last place to all behind the last. */
function placeOf({ strategy, spans, rangeFrom }: DigestQuery): RawBuilder<unknown> {
  if (strategy === 'full' || strategy === 'singleton') return sql`0`
  const last = spans.at(-1)
  if (strategy === 'transaction') {
    const bounds = [...spans.map(({ firstDate }) => firstDate), last?.endDate ?? '']
    const dates = sql`(SELECT pg_catalog.array_agg(value COLLATE "C" ORDER BY place)
      FROM pg_catalog.jsonb_array_elements_text(${jsonb(bounds)}) WITH ORDINALITY AS bound(value, place))`
    return sql`coalesce(pg_catalog.width_bucket((payload->>'TxnDate'::text) COLLATE "C", ${dates}) - 1, -1)`
  }
  const bounds = [...spans.map(({ start }) => start), last?.end ?? '']
  const instants = sql`(SELECT pg_catalog.array_agg(value::timestamptz ORDER BY place)
    FROM pg_catalog.jsonb_array_elements_text(${jsonb(bounds)}) WITH ORDINALITY AS bound(value, place))`
  const time = sql`CASE WHEN create_time < ${rangeFrom}::text::timestamptz THEN last_updated_time ELSE create_time END`
  return sql`coalesce(pg_catalog.width_bucket(${time}, ${instants}) - 1, -1)`
}
