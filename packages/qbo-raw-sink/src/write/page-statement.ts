import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { asJson, instant, instants, onClockOfDatabase, parameter } from '../database.js'
import { tableName } from '../entity-tables.js'
import { rejectsTable } from '../migrate/migration.js'
import { isOneWindow, type RecordTarget, type Targets, type RecordWindow } from '../record/page.js'
import { fromRecords, type PageRecords, type RecordColumn } from '../record/page-records.js'
import { recordFields, stablePayload, syncTokenRank } from '../record/record-fields.js'

export interface PageStatement {
  readonly schema: string
  readonly realmId: string
  readonly entity: string
  readonly records: PageRecords
  readonly targets: Targets
  readonly runId: string
  readonly askedAt: Date | undefined
  readonly pageNumber: number
  readonly pageSize: number
}

/** What the statement answers. Ordinals count the records of the page from 1. */
export interface PageOutcome {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly stale: number
  /** Records without an Id. */
  readonly nameless: readonly number[]
  /** Records that another writer got to between our look and our write: to be written again. */
  readonly overtaken: readonly number[]
}

const ordinals = z.array(z.int())

export const pageOutcome: z.ZodType<PageOutcome> = z.object({
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  stale: z.int(),
  nameless: ordinals,
  overtaken: ordinals,
})

/**
 * The statement that writes a page. In its order:
 *
 *     newest    the records, parsed; of those with the same Id only the newest, in the order of the Ids
 *     decided   with the stored row beside it: inserted, updated, unchanged or stale; or nameless, without an Id
 *     touched   UPDATE of the rows that are stored
 *     added     INSERT of the others
 *     healed    what was rejected of a record is resolved by the version of it that is stored now
 *
 * It looks first and writes then, instead of INSERT … ON CONFLICT DO UPDATE, because only so the kinds are
 * known before PostgreSQL 18 (whose RETURNING has `old`), a payload that did not change keeps its TOAST
 * pointer, and one lock record a row less goes to the WAL. It takes no lock in between: an UPDATE must find the row as it
 * was decided on (same place, same xmin), an INSERT must find none; what fails that is reported as overtaken.
 * All writers go in the order of the Ids, so that they wait for each other and do not deadlock.
 *
 * Payloads are what takes time: each step that keeps its rows copies them. So the records are sorted as they are
 * parsed, and kept once, as decided on.
 */
export function pageStatement(page: PageStatement): RawBuilder<unknown> {
  const table = sql.id(page.schema, tableName(page.entity))
  return sql`
WITH newest AS (${newest(page)}),
decided AS MATERIALIZED (${decided(page, table)}),
touched AS (${touched(page, table)}),
added AS (${added(page, table)}),
healed AS (${healed(page)})
${outcome()}`
}

/** Reads the page as `pageStatement` does and writes nothing: does PostgreSQL take these records? */
export function probeStatement(page: PageStatement): RawBuilder<unknown> {
  return sql`WITH records AS MATERIALIZED (${records(page)}) SELECT pg_catalog.count(*)::text FROM records`
}

function records(page: PageStatement): RawBuilder<unknown> {
  const fields = recordFields(page.entity)
  const { columns, beside } = targetColumns(page.targets)
  return sql`
  SELECT ordinal::int, payload, ${columns},
         ${fields.id} AS id, ${fields.createTime} AS create_time,
         ${fields.lastUpdatedTime} AS last_updated_time, ${fields.syncToken} AS sync_token
  ${fromRecords(page.records, beside)}`
}

/** What is to become of a record: `wanted`, `only_if_stored` and its window. */
function targetColumns(targets: Targets): {
  readonly columns: RawBuilder<unknown>
  readonly beside: readonly RecordColumn[]
} {
  if (isOneWindow(targets)) {
    const { start, end } = targets
    const columns = sql`true AS wanted, false AS only_if_stored,
         ${instant(start)} AS window_start, ${instant(end)} AS window_end`
    return { columns, beside: [] }
  }
  const { windows, numbers } = distinctWindows(targets)
  const nth = (list: readonly string[]): RawBuilder<unknown> => sql`(${instants(list)})[window_number]`
  return {
    columns: sql`wanted, only_if_stored,
         ${nth(windows.map(({ start }) => start))} AS window_start,
         ${nth(windows.map(({ end }) => end))} AS window_end`,
    beside: [
      { name: 'wanted', type: 'bool', values: targets.map((target) => target !== null) },
      {
        name: 'only_if_stored',
        type: 'bool',
        values: targets.map((target) => target?.onlyIfStored === true),
      },
      { name: 'window_number', type: 'int', values: numbers },
    ],
  }
}

/** A page has many records and few windows: each is sent and read once. Numbers count from 1, as arrays do; 0 is none. */
function distinctWindows(targets: readonly (RecordTarget | null)[]): {
  readonly windows: readonly RecordWindow[]
  readonly numbers: readonly number[]
} {
  const windows: RecordWindow[] = []
  const known = new Map<string, number>()
  const numbers = targets.map((target) => {
    if (target === null || target.window === null) return 0
    const key = `${target.window.start} ${target.window.end}`
    const number = known.get(key) ?? windows.push(target.window)
    known.set(key, number)
    return number
  })
  return { windows, numbers }
}

function newest(page: PageStatement): RawBuilder<unknown> {
  // COLLATE "C": one order for all writers, whatever the collation of the database, and the fastest. OFFSET 0: the
  // fields of a record are read once, not at each mention. Records without an Id are each the only one of theirs.
  return sql`
  SELECT DISTINCT ON (id COLLATE "C", nameless) *, ${syncTokenRank(sql`sync_token`)} AS sync_rank
  FROM (
    SELECT *, CASE WHEN id IS NULL THEN ordinal END AS nameless FROM (${records(page)} OFFSET 0) AS records
    WHERE wanted
  ) AS wanted_records
  ORDER BY id COLLATE "C", nameless, last_updated_time DESC NULLS LAST, ${syncTokenRank(sql`sync_token`)} DESC, ordinal DESC`
}

function decided(page: PageStatement, table: RawBuilder<unknown>): RawBuilder<unknown> {
  const version = sql`(coalesce(newest.last_updated_time, '-infinity'::timestamptz), newest.sync_rank)`
  const held = sql`(coalesce(stored.last_updated_time, '-infinity'::timestamptz), ${syncTokenRank(sql`stored.sync_token`)})`
  const before = stablePayload(page.entity, sql`stored.payload`)
  const after = stablePayload(page.entity, sql`newest.payload`)
  // Nearly all are equal byte for byte, which is seen sooner than equality as jsonb: a tenth of a replay's time.
  const same = sql`(pg_catalog.record_image_eq(ROW(${before}), ROW(${after})) OR ${before} = ${after})`
  // The comparison of payloads reads the stored one out of TOAST, so it comes last. OFFSET 0 keeps this a look-up
  // in the index for each record: before the first ANALYZE the planner takes a realm for 1/200 of the table and
  // would rather read all of it. A payload that will not be written is left behind here.
  return sql`
  SELECT ordinal, id, CASE WHEN kind IN ('inserted', 'updated') THEN payload END AS payload, sync_token,
         create_time, last_updated_time, window_start, window_end, row_place, row_xmin, revives, kind
  FROM (
  SELECT newest.*, stored.ctid AS row_place, stored.xmin AS row_xmin,
         stored.deleted_at IS NOT NULL AND ${isAlive(page)} AS revives,
         CASE WHEN newest.id IS NULL THEN 'nameless'
              WHEN stored.id IS NULL THEN 'inserted'
              WHEN ${version} < ${held} THEN 'stale'
              WHEN ${version} = ${held} AND ${same} THEN 'unchanged'
              ELSE 'updated' END AS kind
  FROM newest LEFT JOIN LATERAL (
    SELECT ctid, xmin, id, payload, sync_token, last_updated_time, last_seen, deleted_at FROM ${table}
    WHERE realm_id = ${parameter(page.realmId, 'text')} AND id = newest.id
    OFFSET 0
  ) AS stored ON true
  WHERE stored.id IS NOT NULL OR NOT only_if_stored OR newest.id IS NULL
  ORDER BY newest.id COLLATE "C" OFFSET 0
  ) AS judged`
}

/**
 * Whether this read of a record proves its tombstone wrong. QuickBooks gives no deleted Id again, so a record that was asked
 * for after the tombstone was written had not been deleted: a look-up was blind for a moment. A page that was asked for
 * before may only have been slower than the tombstone. `last_seen` is not before the tombstone was written.
 */
function isAlive({ askedAt }: PageStatement): RawBuilder<unknown> {
  return askedAt === undefined
    ? sql`coalesce(newest.last_updated_time >= stored.deleted_at, true)`
    : sql`(coalesce(newest.last_updated_time > stored.deleted_at, false) OR ${onClockOfDatabase(askedAt)} > stored.last_seen)`
}

function touched(page: PageStatement, table: RawBuilder<unknown>): RawBuilder<unknown> {
  const ifUpdated = (column: string): RawBuilder<unknown> =>
    sql`${sql.id(column)} = CASE WHEN kind = 'updated' THEN decided.${sql.id(column)} ELSE stored.${sql.id(column)} END`
  const unlessStale = (column: string, value: string): RawBuilder<unknown> =>
    sql`${sql.id(column)} = CASE WHEN kind = 'stale' THEN stored.${sql.id(column)} ELSE coalesce(${sql.id(value)}, stored.${sql.id(column)}) END`
  return sql`
  UPDATE ${table} AS stored
  SET ${ifUpdated('payload')}, ${ifUpdated('sync_token')},
      ${ifUpdated('create_time')}, ${ifUpdated('last_updated_time')},
      ${unlessStale('extract_window_start_utc', 'window_start')},
      ${unlessStale('extract_window_end_utc', 'window_end')},
      page_number = ${parameter(page.pageNumber, 'int')}, page_size = ${parameter(page.pageSize, 'int')},
      last_seen = greatest(stored.last_seen, pg_catalog.now()), run_id = ${parameter(page.runId, 'text')},
      deleted_at = CASE WHEN NOT revives THEN stored.deleted_at END
  FROM decided
  WHERE decided.row_place IS NOT NULL
    AND stored.ctid = decided.row_place AND stored.xmin = decided.row_xmin
  RETURNING ordinal, kind`
}

function added(page: PageStatement, table: RawBuilder<unknown>): RawBuilder<unknown> {
  // In the order of `decided`, which is kept as it was made: to sort it again would copy all payloads once more.
  return sql`
  INSERT INTO ${table} (realm_id, id, payload, sync_token, create_time, last_updated_time,
    extract_window_start_utc, extract_window_end_utc, ingested_at_utc, page_number, page_size, last_seen, run_id)
  SELECT ${parameter(page.realmId, 'text')}, id, payload, sync_token, create_time, last_updated_time,
         window_start, window_end, pg_catalog.now(), ${parameter(page.pageNumber, 'int')},
         ${parameter(page.pageSize, 'int')}, pg_catalog.now(), ${parameter(page.runId, 'text')}
  FROM decided WHERE kind = 'inserted'
  ON CONFLICT (realm_id, id) DO NOTHING
  RETURNING id`
}

function healed(page: PageStatement): RawBuilder<unknown> {
  // What was asked for after the reject was listed is what the source holds now, also if the table held it already.
  const isStored =
    page.askedAt === undefined
      ? sql`kind IN ('inserted', 'updated')`
      : sql`kind IN ('inserted', 'updated', 'unchanged') AND ${onClockOfDatabase(page.askedAt)} > reject.last_seen`
  return sql`
  UPDATE ${sql.id(page.schema, rejectsTable)} AS reject SET resolved_at = pg_catalog.now()
  FROM decided
  WHERE reject.realm_id = ${parameter(page.realmId, 'text')} AND reject.entity = ${parameter(page.entity, 'text')}
    AND reject.resolved_at IS NULL AND reject.record_id = decided.id AND ${isStored}`
}

function outcome(): RawBuilder<unknown> {
  return asJson(sql`
SELECT (SELECT pg_catalog.count(*) FROM added) AS inserted,
       pg_catalog.count(*) FILTER (WHERE kind = 'updated') AS updated,
       pg_catalog.count(*) FILTER (WHERE kind = 'unchanged') AS unchanged,
       pg_catalog.count(*) FILTER (WHERE kind = 'stale') AS stale,
       (SELECT coalesce(pg_catalog.json_agg(ordinal), '[]') FROM decided WHERE kind = 'nameless') AS nameless,
       (SELECT coalesce(pg_catalog.json_agg(ordinal), '[]') FROM decided
        WHERE CASE kind WHEN 'nameless' THEN false
                        WHEN 'inserted' THEN id NOT IN (SELECT id FROM added)
                        ELSE ordinal NOT IN (SELECT ordinal FROM touched) END) AS overtaken
FROM touched`)
}
