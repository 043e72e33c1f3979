import { sql, type RawBuilder } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import type { Check } from './check.js'

/** What a check on stored rows may look at: the live, settled rows that the run has read. */
export interface RowCheckScope {
  readonly db: Database
  /** Schema of the raw tables, and of the engine's own. */
  readonly rawSchema: string
  readonly stateSchema: string
  readonly table: string
  readonly realmId: string
  readonly entity: string
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  readonly runId: string
  readonly timeZone: string
  readonly settledBefore: string
  /** Table of another entity, or undefined if it was never loaded here. */
  readonly tableOf: (entity: string) => Promise<string | undefined>
}

/** Undefined where the check has nothing to say about the entity. */
export type RowCheck = (scope: RowCheckScope) => Promise<Check | undefined>

/**
 * FROM the live rows that the run has read. The payload is fetched and unpacked once a row: as it stands in the table,
 * each mention of it in an expression would do that again, and that is most of what a check costs. `|| '{}'` changes
 * nothing and answers the unpacked payload; OFFSET 0 keeps it from being moved into the expressions.
 */
export function fromRowsRead({ rawSchema, table, realmId, runId }: RowCheckScope): RawBuilder<unknown> {
  return sql`FROM (
    SELECT id, payload || '{}' AS payload, create_time, last_updated_time,
      extract_window_start_utc AS window_start, extract_window_end_utc AS window_end
    FROM ${sql.id(rawSchema, table)}
    WHERE realm_id = ${realmId} AND run_id = ${runId} AND deleted_at IS NULL OFFSET 0
  ) AS read_row`
}
