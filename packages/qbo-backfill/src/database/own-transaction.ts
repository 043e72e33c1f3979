import { sql, type Kysely, type Transaction } from 'kysely'

/**
 * How long a transaction of ours may take, whatever a server, database, role or pool is set to. Set until it ends and no
 * longer: what is set on a connection would stay for whoever gets it next from a proxy that pools by transaction.
 * What else may be set (search_path, TimeZone, DateStyle …) our statements do not depend on, and what the owner's own
 * triggers run under is not ours to change.
 */
const timeouts: Readonly<Record<string, string>> = {
  // Meant for the queries of an application. A count or a check of a large company takes longer, at each retry again.
  statement_timeout: '0',
  lock_timeout: '0',
  // A holder that is stopped inside a transaction must not block its successor for ever.
  idle_in_transaction_session_timeout: '60000',
}

// transaction_timeout came with PostgreSQL 17.
const setTimeouts = sql`SELECT ${sql.join(
  Object.entries(timeouts).map(
    ([name, value]) => sql`pg_catalog.set_config(${sql.lit(name)}, ${sql.lit(value)}, true)`,
  ),
)}, CASE WHEN pg_catalog.current_setting('transaction_timeout', true) <> '0'
  THEN pg_catalog.set_config('transaction_timeout', '0', true) END`

/** Works in a transaction that no setting of the host's ends, or in the one that the caller has begun so. */
export async function inOwnTransaction<DB, T>(
  db: Kysely<DB>,
  work: (trx: Transaction<DB>) => Promise<T>,
): Promise<T> {
  if (isTransaction(db)) return work(db)
  // Whatever the default of the database: who waited for a lock looks again at what its holder has committed.
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      await setTimeouts.execute(trx)
      return work(trx)
    })
}

function isTransaction<DB>(db: Kysely<DB>): db is Transaction<DB> {
  return db.isTransaction
}
