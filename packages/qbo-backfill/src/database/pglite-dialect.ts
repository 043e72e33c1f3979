import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'

/** The part of a PGlite that the dialect uses; structural, so that PGlite stays an optional peer. */
export interface PgliteLike {
  /** Runs one statement with its parameters `$1`, `$2` … */
  query<T>(
    sql: string,
    parameters?: unknown[],
  ): Promise<{
    /** What it answers, a row an object. */
    rows: T[]
    /** How many rows it has written. */
    affectedRows?: number
  }>
  /** Ends it, and writes what is left to its directory. */
  close(): Promise<void>
}

/** A Kysely dialect over one PGlite: kysely 0.28 ships none. PGlite is one session, so connections take turns. */
export function pgliteDialect(pglite: PgliteLike): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => pgliteDriver(pglite),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function pgliteDriver(pglite: PgliteLike): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const result = await pglite.query<R>(query.sql, [...query.parameters])
      return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) }
    },
    streamQuery: () => {
      throw new Error('PGlite does not stream.')
    },
  }
  const waiting: (() => void)[] = []
  let busy = false
  return {
    init: async () => undefined,
    async acquireConnection() {
      if (busy) await new Promise<void>((resolve) => waiting.push(resolve))
      busy = true
      return connection
    },
    releaseConnection: async () => {
      const next = waiting.shift()
      if (next === undefined) busy = false
      else next()
    },
    beginTransaction: async (on) => void (await on.executeQuery(CompiledQuery.raw('BEGIN'))),
    commitTransaction: async (on) => void (await on.executeQuery(CompiledQuery.raw('COMMIT'))),
    rollbackTransaction: async (on) => void (await on.executeQuery(CompiledQuery.raw('ROLLBACK'))),
    destroy: () => pglite.close(),
  }
}
