import type { EntityName } from 'qbo-client'
import { sql, type Kysely } from 'kysely'
import type { ComparedRecord, RawSink, RowSet, WriteCounts } from 'qbo-raw-sink'
import { z } from 'zod'
import { instantText } from '../database/instant-text.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import type { Lease } from '../ledger/lease.js'
import type { StoredRun } from '../ledger/runs.js'
import { selectStoredVersions, type StoredVersion } from '../ledger/stored-versions.js'
import type { StateDatabase } from '../ledger/tables.js'
import { checkRows } from '../row-checks/check-rows.js'
import type { RowCheckScope } from '../row-checks/row-check.js'
import type { Check } from '../verdict/check.js'
import { compareReported, type ReportedComparison, type ReportedQuery } from './compare-reported.js'
import type { StoreDatabase } from './store-database.js'
import { unheldTransactions } from './unheld-transactions.js'
import { writeRecords, type RecordsCommit } from './write-records.js'

export interface RowStore {
  commit(lease: Lease, records: RecordsCommit): Promise<WriteCounts & { readonly tombstoned: number }>
  countLive(query: LiveCountQuery): Promise<readonly LiveCount[]>
  /** Live rows by the start of the window that they are attributed to. What it costs does not grow with how heavy they are. */
  countByWindow(realmId: string, entity: string): Promise<ReadonlyMap<string, number>>
  idsNotSeen(query: IdsQuery): Promise<readonly string[]>
  idsLive(query: IdsQuery): Promise<readonly string[]>
  /** Ids of live rows of the set, as many as asked for, chosen by chance. */
  sampleIds(query: SampleQuery): Promise<readonly string[]>
  versions(realmId: string, entity: string, ids: readonly string[]): Promise<readonly StoredVersion[]>
  /** Holds records of an answer against the rows of the table. Nothing is written. */
  comparePayloads(page: {
    readonly realmId: string
    readonly entity: string
    readonly text: string | Uint8Array
    readonly recordsPath: readonly string[]
  }): Promise<readonly ComparedRecord[]>
  /** Holds reports against the rows of the table. Nothing is written. */
  compareReported(query: ReportedQuery): Promise<ReportedComparison>
  /** Those of the transactions, of whatever entity, that no table has a row of. */
  unheld(realmId: string, ids: readonly string[]): Promise<readonly string[]>
  /** Whether a live row of the entity has the field. */
  hasField(realmId: string, entity: string, field: string): Promise<boolean>
  /** The checks that the database answers by itself. */
  check(run: StoredRun, entity: EntityName, strategy: RowCheckScope['strategy']): Promise<readonly Check[]>
}

export interface LiveCount {
  readonly bucket: string
  readonly live: number
  readonly settled: number
  readonly settledSeen: number
}

export interface IdsQuery {
  readonly realmId: string
  readonly entity: string
  /** Of several: the rows of any of them. */
  readonly rows: RowSet | readonly RowSet[]
  readonly runId: string
  /** What the run read before this instant (of the database) does not count as seen: it is reading it again. */
  readonly seenSince: string | undefined
  /** Undefined where an entity has no time to be settled by. */
  readonly settledBefore: string | undefined
}

export interface LiveCountQuery extends IdsQuery {
  readonly rows: RowSet
  readonly groupBy:
    | 'txnDate'
    | 'total'
    | { readonly column: 'createTime' | 'lastUpdatedTime'; readonly boundaries: readonly string[] }
}

export interface SampleQuery {
  readonly realmId: string
  readonly entity: string
  readonly rows: RowSet
  readonly count: number
}

export function rowStore({ db, sink, schema, fenced }: StoreDatabase): RowStore {
  return {
    commit: (lease, records) =>
      fenced(lease, (trx) =>
        writeRecords(sink, trx, { ...records, realmId: lease.realmId, insertStubs: false }),
      ),
    countLive: ({ rows, ...query }) =>
      inOwnTransaction(db, (trx) => sink.countLive(trx, { ...query, where: rows })),
    async countByWindow(realmId, entity) {
      const counts = await readRows(
        db,
        'the rows of each window',
        z.object({ start: z.string(), rows: z.int() }),
        sql`SELECT ${instantText('extract_window_start_utc')} AS start, pg_catalog.count(*) AS rows
          FROM ${sql.id(sink.schema, sink.tableName(entity))}
          WHERE realm_id = ${realmId}::text AND deleted_at IS NULL AND extract_window_start_utc IS NOT NULL
          GROUP BY extract_window_start_utc`,
      )
      return new Map(counts.map(({ start, rows }) => [start, rows]))
    },
    idsNotSeen: ({ rows, ...query }) =>
      inOwnTransaction(db, (trx) => sink.idsNotSeen(trx, { ...query, where: rows })),
    idsLive: ({ realmId, entity, rows, settledBefore }) =>
      inOwnTransaction(db, (trx) => sink.idsLive(trx, { realmId, entity, where: rows, settledBefore })),
    sampleIds: ({ rows, ...query }) =>
      inOwnTransaction(db, (trx) => sink.sampleIds(trx, { ...query, where: rows })),
    versions: (realmId, entity, ids) =>
      selectStoredVersions(db, { schema: sink.schema, table: sink.tableName(entity), realmId, ids }),
    comparePayloads: (page) => inOwnTransaction(db, (trx) => sink.comparePayloads(trx, page)),
    compareReported: (query) => compareReported(db, sql.id(sink.schema, sink.tableName(query.entity)), query),
    unheld: (realmId, ids) => unheldTransactions(db, sink, realmId, ids),
    hasField: async (realmId, entity, field) => {
      const found = await readRows(
        db,
        'a field of the rows',
        z.object({ id: z.string() }),
        sql`SELECT id FROM ${sql.id(sink.schema, sink.tableName(entity))}
          WHERE realm_id = ${realmId}::text AND deleted_at IS NULL AND pg_catalog.jsonb_exists(payload, ${field}::text)
          LIMIT 1`,
      )
      return found.length > 0
    },
    check: (run, entity, strategy) =>
      checkRows({
        db,
        rawSchema: sink.schema,
        stateSchema: schema,
        table: sink.tableName(entity),
        realmId: run.realmId,
        entity,
        strategy,
        runId: run.runId,
        settledBefore: run.settledBefore,
        tableOf: (other) => loadedTable(db, sink, run.realmId, other),
      }),
  }
}

/** The table of an entity, if it is there and holds rows of the realm. */
async function loadedTable(
  db: Kysely<StateDatabase>,
  sink: RawSink,
  realmId: string,
  entity: string,
): Promise<string | undefined> {
  if ((await sink.pendingMigrations({ entities: [entity] })).length > 0) return undefined
  const table = sink.tableName(entity)
  const asked = sql`SELECT FROM ${sql.id(sink.schema, table)} WHERE realm_id = ${realmId} LIMIT 1`
  const { rows } = await inOwnTransaction(db, (trx) => asked.execute(trx))
  return rows.length === 0 ? undefined : table
}
