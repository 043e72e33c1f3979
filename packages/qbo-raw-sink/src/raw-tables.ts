import type { ColumnType } from 'kysely'
import type { RawTableName } from './entity-tables.js'

/** A column that is read and never written: the sink alone writes these tables. */
type Stored<T> = ColumnType<T, never, never>

/**
 * A row of an entity's table, as `pg` gives it: times as `Date`, `jsonb` parsed. Your driver's own type parsers may give
 * others.
 */
export interface RawTable<Payload = unknown> {
  /** The company: digits, as text. */
  readonly realm_id: Stored<string>
  /** The record's Id; unique within the company only. */
  readonly id: Stored<string>
  /** The record as QuickBooks sent it. Select a number as `payload->>'TotalAmt'` where every digit counts. */
  readonly payload: Stored<Payload>
  /** Counts the versions; digits, as text. */
  readonly sync_token: Stored<string | null>
  /** `MetaData.CreateTime`; null where the record has none, or one without an offset. */
  readonly create_time: Stored<Date | null>
  /** `MetaData.LastUpdatedTime`, likewise: the newer one wins. */
  readonly last_updated_time: Stored<Date | null>
  /** First instant of the window that the record was read for. */
  readonly extract_window_start_utc: Stored<Date | null>
  /** First instant after that window. */
  readonly extract_window_end_utc: Stored<Date | null>
  /** When the row was made; never moves. */
  readonly ingested_at_utc: Stored<Date>
  /** The page that it was seen on last, from 1. */
  readonly page_number: Stored<number | null>
  /** How many records that page could have. */
  readonly page_size: Stored<number | null>
  /** When it was last read from QuickBooks, changed or not. */
  readonly last_seen: Stored<Date>
  /** The run that read it last. */
  readonly run_id: Stored<string | null>
  /** When it was deleted at QuickBooks; null while it is live. */
  readonly deleted_at: Stored<Date | null>
}

/** A row of `qb_rejects`: a record that could not be stored as it came. */
export interface RawRejectsTable {
  /** Counts up; digits, as `pg` gives a `bigint`. */
  readonly reject_id: Stored<string>
  /** The company. */
  readonly realm_id: Stored<string>
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: Stored<string>
  /** The record's Id, where one can be read. */
  readonly record_id: Stored<string | null>
  /** SHA-256 of `original`, hexadecimal: the same record read again is the same entry. */
  readonly digest: Stored<string>
  /** Whether it is in the table with U+FFFD for what PostgreSQL cannot hold; else it is not in the table. */
  readonly saved: Stored<boolean>
  /** `nul-character`, `missing-id`, `poisoned` and others, or a SQLSTATE. */
  readonly reason: Stored<string>
  /** The same for people. */
  readonly message: Stored<string>
  /** The record's text as it came. */
  readonly original: Stored<string | null>
  /** What is known of a record that could not be had at all. */
  readonly detail: Stored<unknown>
  /** The run that met it last. */
  readonly run_id: Stored<string>
  /** When it was first met. */
  readonly first_seen: Stored<Date>
  /** When it was last met. */
  readonly last_seen: Stored<Date>
  /** When a person accepted that it is absent. */
  readonly acknowledged_at: Stored<Date | null>
  /** Who did. */
  readonly acknowledged_by: Stored<string | null>
  /** When it was stored after all. */
  readonly resolved_at: Stored<Date | null>
}

type In<Schema extends string, Table extends string> = Schema extends '' ? Table : `${Schema}.${Table}`

/**
 * The tables of a schema, for a Kysely of your own: `Kysely<MyTables & RawTables>` knows `raw.qb_invoices`. They are typed
 * for reading; what writes to them does not compile.
 *
 * `Schema` is the name of the schema, or `''` for `db.withSchema(…)`, where names stand without one. `Payloads` says what
 * the payloads of some tables are: `unknown` where it does not.
 *
 * @example
 * import type { Invoice } from 'qbo-client'
 * const db = new Kysely<RawTables<'raw', { qb_invoices: Invoice }>>({ dialect })
 * await db.selectFrom('raw.qb_invoices').select(['id', 'payload']).where('deleted_at', 'is', null).execute()
 */
export type RawTables<
  Schema extends string = 'raw',
  Payloads extends Partial<Record<RawTableName, unknown>> = Record<never, never>,
> = {
  readonly [Table in RawTableName as In<Schema, Table>]: RawTable<
    Table extends keyof Payloads ? Payloads[Table] : unknown
  >
} & { readonly [Table in 'qb_rejects' as In<Schema, Table>]: RawRejectsTable }
