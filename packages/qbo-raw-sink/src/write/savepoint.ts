import { sql } from 'kysely'
import { run, type Database } from '../database.js'
import { isSinkError, type SinkError } from '../sink-error.js'

const savepoint = sql`SAVEPOINT qbo_raw_sink`
const release = sql`RELEASE SAVEPOINT qbo_raw_sink`
const undo = sql`ROLLBACK TO SAVEPOINT qbo_raw_sink`

export type Attempt<T> = { readonly value: T } | { readonly refused: SinkError }

/**
 * Runs `work` so that the transaction survives if PostgreSQL refuses the data. A savepoint and not a look at
 * the text beforehand: only the database knows all it refuses, and the two round trips cost nothing beside a
 * page (0.1 of 90 ms). Other errors pass; after them the caller's transaction has to end anyway.
 */
export async function attempt<T>(trx: Database, work: () => Promise<T>): Promise<Attempt<T>> {
  await run(trx, savepoint, 'set a savepoint')
  try {
    const value = await work()
    await run(trx, release, 'release the savepoint')
    return { value }
  } catch (error) {
    if (!isSinkError(error) || !isRefusal(error)) throw error
    await run(trx, undo, 'return to the savepoint')
    await run(trx, release, 'release the savepoint')
    return { refused: error }
  }
}

/**
 * SQLSTATE 22 (data exception) and 54 (program limit exceeded): the fault lies in the data, not in the moment. So it does
 * in 0A000 where that is said of a character: PostgreSQL 15 has no conversion to SQL_ASCII.
 */
function isRefusal(error: SinkError): boolean {
  return error.sqlState !== undefined && /^(?:22|54|0A000)/.test(error.sqlState)
}
