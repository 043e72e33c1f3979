import { sql, type RawBuilder } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import type { WitnessMonth } from '../verdict/witness.js'

/** Transactions that reports list, as the database takes them: JSON in UTF-8. Places count from 1. */
export interface ReportedRows {
  /** Texts: the Id of each place. */
  readonly ids: Buffer
  /** As many texts: the amount of each place. */
  readonly amounts: Buffer
  /**
   * `{ kind, day, changed, first, last }`: what is the same of the transactions from place `first` to `last`; their place in
   * `types`, their day, and whether they have certainly changed since the settled instant.
   */
  readonly runs: Buffer
}

export interface ReportedQuery {
  readonly realmId: string
  readonly entity: string
  /** What `kinds` stands for. */
  readonly types: readonly string[]
  readonly rows: ReportedRows
  /** Days of which the report was asked, `[from, to)`. */
  readonly days: readonly { readonly from: string; readonly to: string }[]
  readonly settledBefore: string
  /** Which amount of a record the report shows; undefined where only Ids are compared. */
  readonly amount: 'total' | 'homeTotal' | undefined
}

export interface ReportedRow {
  readonly id: string
  readonly type: string
  readonly day: string
  /** The report says that it has changed since the settled instant; the record may say otherwise. */
  readonly changed: boolean
  /** What the report shows, where amounts are compared. */
  readonly amount: string | null
}

/**
 * Where reports and table differ. What a report says of a change is no reason to pass a row over: it may know of touches that
 * no record shows. Those rows come last.
 */
export interface ReportedComparison {
  /** Listed, and without a live row of any date. */
  readonly missing: readonly ReportedRow[]
  /** Ids of live rows of the days that no report lists, those first that were made first; young ones too, which may be gone since. */
  readonly unlisted: readonly string[]
  /** Settled on both sides, with amounts that differ by more than 0.01. */
  readonly differing: readonly (ReportedRow & { readonly reported: string; readonly stored: string })[]
  readonly months: readonly Omit<WitnessMonth, 'entity'>[]
}

const reportedRow = {
  id: z.string(),
  type: z.string(),
  day: z.string(),
  changed: z.boolean(),
  amount: z.string().nullable(),
}

const comparison: z.ZodType<ReportedComparison> = z.object({
  missing: z.array(z.object(reportedRow)),
  unlisted: z.array(z.string()),
  differing: z.array(z.object({ ...reportedRow, reported: z.string(), stored: z.string() })),
  months: z.array(
    z.object({
      type: z.string(),
      month: z.string(),
      reported: z.int(),
      reportedSum: z.string().nullable(),
      stored: z.int(),
      storedSum: z.string().nullable(),
    }),
  ),
})

/** Where the number of a record may be something else: it is no amount then. */
function numberIn(field: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN pg_catalog.jsonb_typeof(${field}) = 'number' THEN ${field}::numeric END`
}

const ours: Readonly<Record<'total' | 'homeTotal' | 'none', RawBuilder<unknown>>> = {
  none: sql`NULL::numeric`,
  total: numberIn(sql`total`),
  // In the home currency a transaction has no rate, or 1.
  homeTotal: sql`coalesce(${numberIn(sql`home`)},
    ${numberIn(sql`total`)} * coalesce(${numberIn(sql`rate`)}, 1))`,
}

/**
 * Holds the transactions that reports list against the live rows of the table, whatever their dates: one pass over the
 * table, exact decimals, and only differences and sums come back.
 *
 * @param table the raw table, quoted
 */
export async function compareReported(
  db: Database,
  table: RawBuilder<unknown>,
  query: ReportedQuery,
): Promise<ReportedComparison> {
  const [found] = await readRows(db, 'the transactions of a report', comparison, statementOf(table, query))
  return found ?? { missing: [], unlisted: [], differing: [], months: [] }
}

function statementOf(table: RawBuilder<unknown>, query: ReportedQuery): RawBuilder<unknown> {
  const { realmId, types, rows, days, settledBefore, amount } = query
  const only = types.length === 1 ? types[0] : ''
  const asked = days.map(({ from, to }) => sql`(txn_date >= ${from}::text AND txn_date < ${to}::text)`)
  const theirs = amount === undefined ? sql`NULL::numeric` : sql`amount::numeric`
  return sql`
WITH kinds AS (
  SELECT type, (place - 1)::int AS kind
  FROM pg_catalog.jsonb_array_elements_text(${jsonb(types)}) WITH ORDINALITY AS listed(type, place)
), common AS (
  SELECT kind, day, changed, pg_catalog.generate_series(first, last) AS place
  FROM pg_catalog.jsonb_to_recordset(${json(rows.runs)}) AS run(kind int, day text, changed boolean, first bigint, last bigint)
), reported AS MATERIALIZED (
  SELECT DISTINCT ON (id) id, type, day, ${theirs} AS amount, changed
  FROM ROWS FROM (pg_catalog.jsonb_array_elements_text(${json(rows.ids)}), pg_catalog.jsonb_array_elements_text(${json(rows.amounts)}))
    WITH ORDINALITY AS listed(id, amount, place)
  JOIN common USING (place) JOIN kinds USING (kind) ORDER BY id, place
), mine AS MATERIALIZED (
  SELECT id, settled, asked, txn_date, ${ours[amount ?? 'none']} AS amount FROM (
    SELECT id, coalesce(last_updated_time < ${settledBefore}::text::timestamptz, false) AS settled, txn_date,
      coalesce(${sql.join(asked, sql` OR `)}, false) AS asked, total, home, rate
    FROM (
      SELECT id, last_updated_time, field."TxnDate" COLLATE "C" AS txn_date, field."TotalAmt" AS total,
        field."HomeTotalAmt" AS home, field."ExchangeRate" AS rate
      FROM ${table}, pg_catalog.jsonb_to_record(payload)
        AS field("TxnDate" text, "TotalAmt" jsonb, "HomeTotalAmt" jsonb, "ExchangeRate" jsonb)
      WHERE realm_id = ${realmId}::text AND deleted_at IS NULL OFFSET 0
    ) AS live
  ) AS dated
), held AS MATERIALIZED (
  SELECT coalesce(reported.id, mine.id) AS id, reported.id IS NOT NULL AS listed, mine.id IS NOT NULL AS stored,
    coalesce(type, ${only}::text) AS type, day, reported.amount AS theirs, coalesce(changed, false) AS changed,
    coalesce(settled, false) AS settled, coalesce(asked, false) AS asked, txn_date, mine.amount AS ours,
    coalesce(pg_catalog.abs(pg_catalog.abs(reported.amount) - pg_catalog.abs(mine.amount)) > 0.01, false) AS differs
  FROM reported FULL JOIN mine ON mine.id = reported.id
), agreed AS (
  SELECT *, changed AND (differs OR NOT settled) AS moving FROM held
), months AS (
  SELECT type, month, pg_catalog.sum(reported) AS reported, pg_catalog.sum(theirs)::text AS "reportedSum",
    pg_catalog.sum(stored) AS stored, pg_catalog.sum(ours)::text AS "storedSum"
  FROM (
    SELECT type, pg_catalog.left(day, 7) || '-01'::text AS month, 1 AS reported, pg_catalog.abs(theirs) AS theirs, 0 AS stored, NULL::numeric AS ours
    FROM agreed WHERE listed AND NOT moving AND (settled OR NOT stored)
    UNION ALL
    SELECT type, pg_catalog.left(txn_date, 7) || '-01'::text, 0, NULL, 1, pg_catalog.abs(ours)
    FROM agreed WHERE stored AND settled AND NOT moving AND asked
  ) AS both_sides GROUP BY type, month
)
SELECT
  (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('id', id, 'type', type, 'day', day, 'changed', changed, 'amount', theirs::text)
      ORDER BY changed, day, id COLLATE "C"), '[]')
    FROM held WHERE listed AND NOT stored) AS missing,
  (SELECT coalesce(pg_catalog.json_agg(id ORDER BY txn_date, id COLLATE "C"), '[]')
    FROM held WHERE stored AND asked AND NOT listed) AS unlisted,
  (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('id', id, 'type', type, 'day', day, 'changed', changed, 'amount', theirs::text, 'reported', theirs::text, 'stored', ours::text)
      ORDER BY changed, day, id COLLATE "C"), '[]')
    FROM held WHERE listed AND stored AND settled AND differs) AS differing,
  (SELECT coalesce(pg_catalog.json_agg(months ORDER BY month, type COLLATE "C"), '[]') FROM months) AS months`
}

/** Every driver sends bytes alike, and none makes a longer text of them. */
function json(bytes: Buffer): RawBuilder<unknown> {
  return sql`pg_catalog.convert_from(${bytes}::bytea, 'UTF8')::jsonb`
}
