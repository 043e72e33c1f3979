import type { EntityName } from 'qbo-client'
import { sql, type RawBuilder } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import type { Check } from '../verdict/check.js'

/** What a check on stored rows may look at: the live, settled rows that the run has read. */
export interface RowCheckScope {
  readonly db: Database
  /** Schema of the raw tables, and of the engine's own. */
  readonly rawSchema: string
  readonly stateSchema: string
  readonly table: string
  readonly realmId: string
  readonly entity: EntityName
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  readonly runId: string
  readonly settledBefore: string
  /** Table of another entity, or undefined if it was never loaded here. */
  readonly tableOf: (entity: EntityName) => Promise<string | undefined>
}

/** A check that judges each row by itself. All such checks share one look at the rows: see `check-rows.ts`. */
export interface RowCheck<Found extends object = object> {
  /** What the facts need beside the row, joined to `read_row`: at most one row for each. */
  readonly join?: RawBuilder<unknown>
  /** Columns that are made of one row of `fromRowsRead`, each under a name of its own. */
  readonly facts: RawBuilder<unknown>
  /** Aggregates over the columns of a row and its facts, each under a name of its own. */
  readonly summary: RawBuilder<unknown>
  /** What the columns of the summary hold. */
  readonly found: z.ZodType<Found>
  /** @param found what the summary says, for each part of the rows */
  judge(found: readonly Found[]): Check | Promise<Check>
}

/**
 * FROM the live rows that the run has read, or those of them that a condition holds for. The payload is fetched and
 * unpacked once a row: as it stands in the table, each mention of it in an expression would do that again, and that is
 * most of what a check costs. `|| '{}'` changes nothing and answers the unpacked payload; OFFSET 0 keeps it from being
 * moved into the expressions.
 */
export function fromRowsRead(
  { rawSchema, table, realmId, runId }: RowCheckScope,
  condition: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  return sql`FROM (
    SELECT id, payload || '{}' AS payload, create_time, last_updated_time,
      extract_window_start_utc AS window_start, extract_window_end_utc AS window_end
    FROM ${sql.id(rawSchema, table)}
    WHERE realm_id = ${realmId} AND run_id = ${runId} AND deleted_at IS NULL AND ${condition} OFFSET 0
  ) AS read_row`
}

/**
 * An amount of a payload, NULL where there is none. QuickBooks sends numbers; what else stands there is not cast, since
 * one record with a word in the place of an amount must not end the checks of all others.
 */
export function amount(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE pg_catalog.jsonb_typeof(${value}) WHEN 'number' THEN (${value})::numeric END`
}

/** Whether something stands in the place of an amount that is none. */
export function isNoAmount(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(pg_catalog.jsonb_typeof(${value}) NOT IN ('number', 'null'), false)`
}

export const idList: z.ZodType<readonly string[]> = z.array(z.string())

/** How many Ids a check lists. */
const mostIds = 20

/** The first Ids of the rows that a condition holds for. */
export function firstIds(condition: RawBuilder<unknown>): RawBuilder<readonly string[]> {
  return sql`coalesce((pg_catalog.array_agg(id ORDER BY id COLLATE "C") FILTER (WHERE ${condition}))[1:${sql.lit(mostIds)}], '{}')`
}

/** The first Ids of all parts. */
export function mergeIds(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.flat().sort().slice(0, mostIds)
}
