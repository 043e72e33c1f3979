import { sql, type Kysely, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { SinkError, toSinkError } from './sink-error.js'

/** A Kysely (or Transaction) of whatever schema: the host's instance crosses our border. */
// oxlint-disable-next-line typescript/no-explicit-any -- the sink never names the host's tables
export type Database = Kysely<any>

/**
 * Runs one statement as we wrote it. The host's plugins stay out: a CamelCasePlugin would rename our columns
 * in the answer and a schema with capitals in the statement.
 *
 * Statements name the schema of all that they call, since whoever may create in `public` could define a function that
 * fits better than PostgreSQL's own. Operators cannot carry one and be read; PostgreSQL's own win where both operands are
 * of exactly the types that it is defined for, so literals beside jsonb say that they are text.
 */
export async function run(db: Database, statement: RawBuilder<unknown>, doing: string): Promise<void> {
  await rowsOf(db, statement, doing)
}

/**
 * What a statement of one text column, never NULL, answers. Text, and by its place: hosts have drivers that make numbers, objects or
 * dates of other types, and rename columns.
 */
export async function texts(
  db: Database,
  statement: RawBuilder<unknown>,
  doing: string,
): Promise<readonly string[]> {
  const rows = await rowsOf(db, statement, doing)
  return rows.map((row) => {
    const columns: readonly unknown[] = typeof row === 'object' && row !== null ? Object.values(row) : []
    const [text] = columns
    if (columns.length === 1 && typeof text === 'string') return text
    throw unreadable(doing)
  })
}

/**
 * The text of a statement that always answers one row. PGlite answers nothing at all, not even an error, to JSON nested
 * deeper than its stack; that is the refusal that PostgreSQL calls 54001.
 */
export async function textOf(db: Database, statement: RawBuilder<unknown>, doing: string): Promise<string> {
  const [text] = await texts(db, statement, doing)
  if (text !== undefined) return text
  throw new SinkError('SINK_DATABASE', `Could not ${doing}: the database gave no answer.`, {
    sqlState: '54001',
  })
}

/** What a statement made by `asJson` answers, held to its shape. */
export async function answers<T>(
  db: Database,
  statement: RawBuilder<unknown>,
  shape: z.ZodType<T>,
  doing: string,
): Promise<readonly T[]> {
  const found = await texts(db, statement, doing)
  return found.map((text) => shaped(text, shape, doing))
}

/** The same of a statement that always answers one row. */
export async function answer<T>(
  db: Database,
  statement: RawBuilder<unknown>,
  shape: z.ZodType<T>,
  doing: string,
): Promise<T> {
  return shaped(await textOf(db, statement, doing), shape, doing)
}

/** The rows of a SELECT as one text column, each a JSON object of its columns. */
export function asJson(select: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT pg_catalog.row_to_json(answer)::text AS answer FROM (${select}) AS answer`
}

async function rowsOf(
  db: Database,
  statement: RawBuilder<unknown>,
  doing: string,
): Promise<readonly unknown[]> {
  try {
    const { rows } = await statement.execute(db.withoutPlugins())
    return rows
  } catch (cause) {
    throw toSinkError(cause, doing)
  }
}

function shaped<T>(text: string, shape: z.ZodType<T>, doing: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw unreadable(doing, cause)
  }
}

function unreadable(doing: string, cause?: unknown): SinkError {
  const reason = 'the database driver gave something else than the text that was selected'
  return new SinkError('SINK_DATABASE', `Could not ${doing}: ${reason}.`, { cause })
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
      withoutTimeouts(trx, work).catch((cause: unknown) => {
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
 * What a role's limits of time are meant for is the queries of an application; a migration of a large table takes longer.
 * Set until the transaction ends, and in none of the caller's. transaction_timeout came with PostgreSQL 17.
 */
async function withoutTimeouts<T>(trx: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  const setNone = sql`
SELECT pg_catalog.set_config('statement_timeout', '0', true), pg_catalog.set_config('lock_timeout', '0', true),
       CASE WHEN pg_catalog.current_setting('transaction_timeout', true) <> '0'
            THEN pg_catalog.set_config('transaction_timeout', '0', true) END`
  await run(trx, setNone, 'set the limits of time aside')
  return work(trx)
}

export type ParameterType =
  'text' | 'text[]' | 'bool' | 'int' | 'int[]' | 'bool[]' | 'bigint' | 'interval' | 'jsonb'

/**
 * A parameter of any type, sent as the text that PostgreSQL reads it from: text is the one type that each driver sends
 * as it is, where it would send a time through a Date or write JSON as JSON once more.
 */
export function parameter(value: string | number | boolean | null, type: ParameterType): RawBuilder<unknown> {
  const text = value === null ? null : String(value)
  return type === 'text' ? sql`${text}::text` : sql`${text}::text::${sql.raw(type)}`
}

const instantForm = z.iso.datetime({ offset: true })

/**
 * Without an offset it would be read in the zone of the session, and what is no instant at all PostgreSQL would refuse as
 * it refuses the data of a page.
 * @throws {SinkError} SINK_INVALID_OPTIONS
 */
export function checkedInstant(text: string): string {
  // QuickBooks has been seen to write an offset without its colon.
  if (instantForm.safeParse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).success) return text
  throw new SinkError(
    'SINK_INVALID_OPTIONS',
    `${JSON.stringify(text)} is no ISO 8601 instant with an offset, such as 2024-01-01T00:00:00Z.`,
  )
}

/** An instant, read once for the statement: to read it from its text for each row would be half the time of a count. */
export function instant(text: string): RawBuilder<unknown> {
  return sql`(SELECT ${checkedInstant(text)}::text::timestamptz)`
}

/** Several of them, to be chosen from by number. */
export function instants(list: readonly string[]): RawBuilder<unknown> {
  return sql`(SELECT ${arrayLiteral(list.map(checkedInstant))}::text::timestamptz[])`
}

/**
 * An instant of this process's clock as one of the database's, and not later than it was: the transaction has begun before
 * this is called, so what has passed since the instant is at least what had passed when `now()` stood still.
 */
export function onClockOfDatabase(instantHere: Date): RawBuilder<unknown> {
  const ageMs = Math.max(0, Date.now() - instantHere.getTime()) + 1
  return sql`(SELECT pg_catalog.now() - ${parameter(`${ageMs} milliseconds`, 'interval')})`
}

export function textArray(values: readonly string[]): RawBuilder<unknown> {
  return parameter(arrayLiteral(values), 'text[]')
}

/** Never with a NULL in it: with `array_nulls = off` that is a word of four letters. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}

/**
 * Rows of text columns, each of which may be NULL, as the list that `jsonb_to_recordset` reads. Halves of a surrogate pair,
 * which a driver would send as U+FFFD, are that here too.
 */
export function rowList(rows: readonly Readonly<Record<string, string | null>>[]): RawBuilder<unknown> {
  const sendable = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [
        name,
        text?.replaceAll(/\p{Surrogate}/gu, '\ufffd') ?? null,
      ]),
    ),
  )
  return parameter(JSON.stringify(sendable), 'jsonb')
}
