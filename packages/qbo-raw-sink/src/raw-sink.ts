import type { Database } from './database.js'
import { tableName } from './entity-tables.js'
import { migrate, pendingMigrations, type MigrateOptions } from './migrate/migrate.js'
import { entityOptions, migrateOptions, resolveOptions, validated, type RawSinkOptions } from './options.js'
import { comparePayloads, type ComparedPage, type ComparedRecord } from './read/compare-payloads.js'
import { countLive, type LiveBucket, type LiveCountQuery } from './read/count-live.js'
import {
  idsInWindow,
  idsLive,
  idsNotSeen,
  maxUpdatedAt,
  sampleIds,
  storedIds,
  type IdQuery,
  type NotSeenQuery,
  type StoredIdQuery,
  type WindowQuery,
} from './read/ids.js'
import { listRejects, type RejectQuery } from './rejects/list-rejects.js'
import { recordRejects, type NewReject, type RejectContext } from './rejects/record-rejects.js'
import type { Reject } from './rejects/reject.js'
import {
  acknowledgeRejects,
  replayRejects,
  type Acknowledgement,
  type RejectReplay,
} from './rejects/settle-rejects.js'
import { createViews, dropViews } from './views/manage-views.js'
import type { Page, WriteCounts } from './write/page.js'
import { tombstone, type Tombstones } from './write/tombstone.js'
import { writePage } from './write/write-page.js'

/** The raw tables of one schema. Every call takes a Kysely or, to be part of your transaction, a Transaction. */
export interface RawSink {
  readonly schema: string
  /**
   * Creates the schema and the tables of these entities if they are missing, and brings older ones up to date.
   * Idempotent and safe under concurrent starts.
   * @throws {SinkError} SINK_FOREIGN_TABLE, SINK_SCHEMA_TOO_NEW, SINK_FORBIDDEN
   */
  migrate(options: MigrateOptions): Promise<void>
  /** What `migrate` would do, without writing: `[]` when it has nothing to do. */
  pendingMigrations(options: { readonly entities: readonly string[] }): Promise<readonly string[]>
  /** Stores the records of one answer, in one statement, newest version wins. */
  writePage(trx: Database, page: Page): Promise<WriteCounts>
  /** Marks rows as deleted at the source; the last payload stays. Idempotent. */
  tombstone(trx: Database, tombstones: Tombstones): Promise<{ readonly tombstoned: number }>
  /** Live rows by bucket, in one GROUP BY. */
  countLive(db: Database, query: LiveCountQuery): Promise<readonly LiveBucket[]>
  /** Ids of the live, settled rows of a set that this run has not touched. */
  idsNotSeen(db: Database, query: NotSeenQuery): Promise<readonly string[]>
  /** Ids of the live rows of a set. */
  idsLive(db: Database, query: IdQuery): Promise<readonly string[]>
  /** Ids of live rows of a set, as many as asked for, chosen by chance. */
  sampleIds(db: Database, query: IdQuery & { readonly count: number }): Promise<readonly string[]>
  /** Holds the records of an answer against the live rows, version by version; writes nothing. */
  comparePayloads(db: Database, page: ComparedPage): Promise<readonly ComparedRecord[]>
  /** Those of the given Ids that are stored, live or not. */
  storedIds(db: Database, query: StoredIdQuery): Promise<readonly string[]>
  /** Ids of the live rows attributed to windows that begin in this span. */
  idsInWindow(db: Database, query: WindowQuery): Promise<readonly string[]>
  /** The newest LastUpdatedTime of the live rows. For people to look at: never a cursor. */
  maxUpdatedAt(
    db: Database,
    query: { readonly realmId: string; readonly entity: string },
  ): Promise<string | null>
  /** Records that could not be stored as they came, oldest first. */
  rejects(db: Database, query: RejectQuery): Promise<readonly Reject[]>
  /** Lists a record that the source itself cannot deliver, so that the run that met it is not called complete. */
  addReject(trx: Database, reject: RejectContext & Omit<NewReject, 'saved'>): Promise<void>
  /** A person has seen them: they no longer make a run red. */
  acknowledgeRejects(db: Database, selection: Acknowledgement): Promise<{ readonly acknowledged: number }>
  /** Tries again to store what was not saved, from its original text. */
  replayRejects(
    db: Database,
    replay: RejectReplay,
  ): Promise<{ readonly stored: number; readonly refused: number }>
  /**
   * Views with a column a field, for customers, items, invoices and invoice lines. Optional, and dropped without
   * loss. Returns the names of those created.
   */
  createViews(options: { readonly entities: readonly string[] }): Promise<readonly string[]>
  dropViews(options: { readonly entities: readonly string[] }): Promise<void>
  /** `Invoice` → `qb_invoices`. */
  tableName(entity: string): string
}

/** @throws {SinkError} SINK_INVALID_OPTIONS */
export function createRawSink(options: RawSinkOptions): RawSink {
  const { db, schema } = resolveOptions(options)
  return Object.freeze<RawSink>({
    schema,
    migrate: async (what) => migrate(db, schema, validated('migrate', migrateOptions, what)),
    pendingMigrations: async (what) =>
      pendingMigrations(db, schema, validated('pendingMigrations', entityOptions, what).entities),
    writePage: (trx, page) => writePage(trx, schema, page),
    tombstone: (trx, tombstones) => tombstone(trx, schema, tombstones),
    countLive: (reader, query) => countLive(reader, schema, query),
    idsNotSeen: (reader, query) => idsNotSeen(reader, schema, query),
    idsLive: (reader, query) => idsLive(reader, schema, query),
    sampleIds: (reader, query) => sampleIds(reader, schema, query),
    comparePayloads: (reader, page) => comparePayloads(reader, schema, page),
    storedIds: (reader, query) => storedIds(reader, schema, query),
    idsInWindow: (reader, query) => idsInWindow(reader, schema, query),
    maxUpdatedAt: (reader, query) => maxUpdatedAt(reader, schema, query),
    rejects: (reader, query) => listRejects(reader, schema, query),
    addReject: (trx, reject) => recordRejects(trx, schema, reject, [{ ...reject, saved: false }]),
    acknowledgeRejects: (writer, selection) => acknowledgeRejects(writer, schema, selection),
    replayRejects: (writer, replay) => replayRejects(writer, schema, replay),
    createViews: async (what) =>
      createViews(db, schema, validated('createViews', entityOptions, what).entities),
    dropViews: async (what) => dropViews(db, schema, validated('dropViews', entityOptions, what).entities),
    tableName,
  })
}
