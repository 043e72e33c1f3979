import type { PGlite } from '@electric-sql/pglite'
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  CompiledQuery,
  type QueryResult,
} from 'kysely'

/** PGlite for the contract tests: one connection, lent to one caller at a time. */
export function pgliteDialect(pglite: PGlite): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => pgliteDriver(pglite),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function pgliteDriver(pglite: PGlite): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await pglite.query<R>(query.sql, [...query.parameters])
      return { rows, numAffectedRows: BigInt(affectedRows ?? 0) }
    },
    streamQuery() {
      throw new Error('PGlite does not stream')
    },
  }
  let free: Promise<void> = Promise.resolve()
  let release = (): void => undefined
  return {
    async init() {
      await pglite.waitReady
    },
    async acquireConnection() {
      const before = free
      let done = (): void => undefined
      free = new Promise((resolve) => {
        done = resolve
      })
      await before
      release = done
      return connection
    },
    async releaseConnection() {
      release()
    },
    async beginTransaction(held) {
      await held.executeQuery(CompiledQuery.raw('BEGIN'))
    },
    async commitTransaction(held) {
      await held.executeQuery(CompiledQuery.raw('COMMIT'))
    },
    async rollbackTransaction(held) {
      await held.executeQuery(CompiledQuery.raw('ROLLBACK'))
    },
    async destroy() {
      await pglite.close()
    },
  }
}
