import { sql, type Kysely, type RawBuilder } from 'kysely'
import { toSinkError } from './sink-error.js'

/** A Kysely (or Transaction) of whatever schema: the host's instance crosses our border. */
// oxlint-disable-next-line typescript/no-explicit-any -- the sink never names the host's tables
export type Database = Kysely<any>

/**
 * Runs one statement as we wrote it. The host's plugins stay out: a CamelCasePlugin would rename our columns
 * in the answer and a schema with capitals in the statement.
 */
export async function run<Row>(db: Database, statement: RawBuilder<Row>, doing: string): Promise<Row[]> {
  try {
    const { rows } = await statement.execute(db.withoutPlugins())
    return rows
  } catch (cause) {
    throw toSinkError(cause, doing)
  }
}

/** In the caller's transaction if this is one, otherwise in one of our own. */
export async function inTransaction<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db)
  let failure: unknown
  try {
    // READ COMMITTED, whatever the default of the database: to look again at what another writer has just
    // committed is how a race for a row is settled.
    const transaction = db.transaction().setIsolationLevel('read committed')
    return await transaction.execute((trx) =>
      work(trx).catch((cause: unknown) => {
        failure = cause
        throw cause
      }),
    )
  } catch (cause) {
    // On a lost connection the rollback fails too, and its error would hide the first.
    throw failure instanceof Error ? failure : toSinkError(cause, 'run a transaction')
  }
}

/**
 * A PostgreSQL array literal, to be cast in the statement (`::text[]`): text is the one form that
 * node-postgres and PGlite both send as it is.
 */
export function arrayLiteral(values: readonly (string | null)[]): string {
  const elements = values.map((value) =>
    value === null ? 'NULL' : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  )
  return `{${elements.join(',')}}`
}

/** A parameter of type text[]. */
export function textArray(values: readonly (string | null)[]): RawBuilder<string[]> {
  return sql`${arrayLiteral(values)}::text::text[]`
}
