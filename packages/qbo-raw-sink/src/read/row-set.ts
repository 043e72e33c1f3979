import { sql, type RawBuilder } from 'kysely'
import { instant, parameter, textArray } from '../database.js'

/** Days `[from, to)`, as `YYYY-MM-DD`. */
export interface CivilDateRange {
  /** `YYYY-MM-DD`, inclusive. */
  readonly from?: string | undefined
  /** `YYYY-MM-DD`, exclusive. */
  readonly to?: string | undefined
}

/** Instants `[from, to)`, ISO 8601 with an offset. */
export interface InstantRange {
  /** ISO 8601 with an offset, inclusive. */
  readonly from?: string | undefined
  /** ISO 8601 with an offset, exclusive. */
  readonly to?: string | undefined
}

/** Rows by the source's own dates; what is absent does not restrict. */
export interface RowSet {
  /** The record's civil `TxnDate`. */
  readonly txnDate?: CivilDateRange | undefined
  /** By when the record was made. */
  readonly createTime?: InstantRange | undefined
  /** By when the record was last changed. */
  readonly lastUpdatedTime?: InstantRange | undefined
  /** Only rows of these Ids. */
  readonly ids?: readonly string[] | undefined
}

/**
 * FROM and WHERE of the live rows of a realm in a set, or in any of several, for which more holds. `txn_date` is taken out
 * of the payload once a row (OFFSET 0 keeps it so): each mention of the payload would fetch and unpack it again, most of
 * what such a question costs; so what needs no payload is asked below it, and leaves few rows to be unpacked.
 * A civil date is text: the ISO form orders as dates do, in the C collation and in no zone.
 */
export function fromLiveRows(
  table: RawBuilder<unknown>,
  realmId: string,
  where: RowSet | readonly RowSet[],
  also: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const sets = [where].flat()
  const [only] = sets.length === 1 ? sets : []
  const below = [
    sql`realm_id = ${parameter(realmId, 'text')}`,
    sql`deleted_at IS NULL`,
    ...also,
    ...(only === undefined ? [] : withoutPayload(only)),
  ]
  const above =
    only === undefined
      ? anyOf(sets.map((set) => allOf([...withoutPayload(set), ...dated(set)])))
      : allOf(dated(only))
  return sql`FROM (
  SELECT id, create_time, last_updated_time, run_id, last_seen, (payload ->> 'TxnDate'::text) COLLATE "C" AS txn_date
  FROM ${table} WHERE ${allOf(below)} OFFSET 0
) AS live
WHERE ${above}`
}

function dated({ txnDate }: RowSet): readonly RawBuilder<unknown>[] {
  return half(sql`txn_date`, 'text', txnDate)
}

function withoutPayload(set: RowSet): readonly RawBuilder<unknown>[] {
  return [
    ...half(sql`create_time`, 'timestamptz', set.createTime),
    ...half(sql`last_updated_time`, 'timestamptz', set.lastUpdatedTime),
    ...(set.ids === undefined ? [] : [sql`id = ANY (${textArray(set.ids)})`]),
  ]
}

/** All of none is true. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` AND `)}`
}

/** Any of none is false. */
function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` OR `)})`
}

function half(
  value: RawBuilder<unknown>,
  type: 'text' | 'timestamptz',
  range: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined,
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  const bound = (text: string): RawBuilder<unknown> =>
    type === 'text' ? parameter(text, 'text') : instant(text)
  if (range?.from !== undefined) conditions.push(sql`${value} >= ${bound(range.from)}`)
  if (range?.to !== undefined) conditions.push(sql`${value} < ${bound(range.to)}`)
  return conditions
}
