import type { Database } from './database.js'
import { tableName } from './entity-tables.js'
import { migrate, pendingMigrations, type MigrateOptions } from './migrate/migrate.js'
import { entityOptions, migrateOptions, resolveOptions, type RawSinkOptions } from './options.js'
import { comparePayloads, type ComparedPage, type ComparedRecord } from './read/compare-payloads.js'
import { countLive, type LiveBucket, type LiveCountQuery } from './read/count-live.js'
import { idsLive, idsNotSeen, sampleIds, type IdQuery, type NotSeenQuery } from './read/ids.js'
import { countRejects, listRejects, type RejectCounts, type RejectQuery } from './rejects/list-rejects.js'
import { recordRejects, type NewReject, type RejectContext } from './write/record-rejects.js'
import type { Reject } from './rejects/reject.js'
import {
  acknowledgeRejects,
  replayRejects,
  resolveRejects,
  type Acknowledgement,
  type RejectReplay,
  type RejectSelection,
} from './rejects/settle-rejects.js'
import { createViews, dropViews, listViews, type CreatedViews, type FoundView } from './views/manage-views.js'
import { viewsOptions, viewsPlace, viewsSchema, type ViewsOptions } from './views/options.js'
import type { ViewStyle } from './views/definitions.js'
import type { RawPage, WriteCounts } from './record/page.js'
import { validated } from './validated.js'
import { tombstone, type Tombstones } from './write/tombstone.js'
import { writePage } from './write/write-page.js'

/** The raw tables of one schema. Every call takes a Kysely or, to be part of your transaction, a Transaction. */
export interface RawSink {
  /** The schema that the tables are in. */
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
  writePage(trx: Database, page: RawPage): Promise<WriteCounts>
  /** Marks rows as deleted at the source; the last payload stays. Idempotent. */
  tombstone(
    trx: Database,
    tombstones: Tombstones,
  ): Promise<{
    /** Rows that were live before, and stubs that were stored. */
    readonly tombstoned: number
  }>
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
  /** Records that could not be stored as they came, oldest first. */
  rejects(db: Database, query: RejectQuery): Promise<readonly Reject[]>
  /** How many records could not be stored as they came. */
  countRejects(db: Database, query: RejectQuery): Promise<RejectCounts>
  /** Lists a record that the source itself cannot deliver, so that the run that met it is not called complete. */
  addReject(trx: Database, reject: RejectContext & Omit<NewReject, 'saved'>): Promise<void>
  /** A person has seen them: they no longer make a run red. */
  acknowledgeRejects(
    db: Database,
    selection: Acknowledgement,
  ): Promise<{
    /** Those that were not before. */
    readonly acknowledged: number
  }>
  /**
   * The source has delivered them since: for what `addReject` listed, which has no Id by which a page could resolve it. A
   * record that has one resolves its rejects when it is stored.
   */
  resolveRejects(
    db: Database,
    selection: RejectSelection,
  ): Promise<{
    /** Those that were not before. */
    readonly resolved: number
  }>
  /** Tries again to store what was not saved, from its original text. */
  replayRejects(
    db: Database,
    replay: RejectReplay,
  ): Promise<{
    /** Records that are in the table now. */
    readonly stored: number
    /** Records that PostgreSQL refused again. */
    readonly refused: number
  }>
  /**
   * Views of the tables that exist: `flat` with a column a field, of every entity and of lines; `fivetran` as the dbt package
   * `fivetran/quickbooks` reads them. Nothing is copied. Again, it brings them up to date, and keeps their rights. What cannot be
   * read as the type of its column is null, and listed in the view `qb_unread_values`.
   * @throws {SinkError} SINK_VIEW_IN_USE, SINK_FOREIGN_TABLE, SINK_NOT_MIGRATED, SINK_FORBIDDEN
   */
  createViews(options: ViewsOptions): Promise<CreatedViews>
  /** Drops those of one style, and no row. Returns their names. @throws {SinkError} SINK_VIEW_IN_USE */
  dropViews(options: {
    readonly style: ViewStyle
    /** @defaultValue as for `createViews` */
    readonly schema?: string | undefined
  }): Promise<readonly string[]>
  /** The views over these tables, in all schemas. */
  listViews(): Promise<readonly FoundView[]>
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
    rejects: (reader, query) => listRejects(reader, schema, query),
    countRejects: (reader, query) => countRejects(reader, schema, query),
    addReject: (trx, reject) =>
      recordRejects(trx, schema, reject, [{ ...reject, detail: reject.detail ?? {}, saved: false }]),
    acknowledgeRejects: (writer, selection) => acknowledgeRejects(writer, schema, selection),
    resolveRejects: (writer, selection) => resolveRejects(writer, schema, selection),
    replayRejects: (writer, replay) => replayRejects(writer, schema, replay),
    createViews: async (what) => {
      const given = validated('createViews', viewsOptions, what)
      return createViews(db, {
        style: given.style,
        schema: viewsSchema(given.style, given.schema, schema),
        rawSchema: schema,
        realmId: given.realmId,
      })
    },
    dropViews: async (what) => {
      const given = validated('dropViews', viewsPlace, what)
      return dropViews(db, given.style, viewsSchema(given.style, given.schema, schema))
    },
    listViews: () => listViews(db, schema),
    tableName,
  })
}
