import { sql, type RawBuilder } from 'kysely'

export interface CivilDateRange {
  /** `YYYY-MM-DD`, inclusive. */
  readonly from?: string | undefined
  /** `YYYY-MM-DD`, exclusive. */
  readonly to?: string | undefined
}

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
  readonly createTime?: InstantRange | undefined
  readonly lastUpdatedTime?: InstantRange | undefined
}

/** TxnDate is a civil date: text in the ISO form orders as dates do, in the C collation and in no zone. */
export const txnDate: RawBuilder<string> = sql`(payload ->> 'TxnDate') COLLATE "C"`

/** The conditions of a set on the live rows of a realm. */
export function liveRowsIn(realmId: string, set: RowSet): RawBuilder<boolean> {
  return allOf([
    sql`realm_id = ${realmId}::text`,
    sql`deleted_at IS NULL`,
    ...half(txnDate, 'text', set.txnDate),
    ...half(sql`create_time`, 'timestamptz', set.createTime),
    ...half(sql`last_updated_time`, 'timestamptz', set.lastUpdatedTime),
  ])
}

export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return sql`${sql.join(conditions, sql` AND `)}`
}

function half(
  value: RawBuilder<unknown>,
  type: 'text' | 'timestamptz',
  range: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined,
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (range?.from !== undefined) conditions.push(sql`${value} >= ${range.from}::${sql.raw(type)}`)
  if (range?.to !== undefined) conditions.push(sql`${value} < ${range.to}::${sql.raw(type)}`)
  return conditions
}
