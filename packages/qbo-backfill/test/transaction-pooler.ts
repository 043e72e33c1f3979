import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/**
 * What a proxy that pools by transaction makes of a database: each transaction, and each statement outside of one, gets
 * whichever server connection is free.
 */
export async function openThroughTransactionPooler(
  url: string,
): Promise<{ readonly db: Kysely<unknown>; close(): Promise<void> }> {
  const servers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  const free = [...servers]
  const take = (): pg.Client => {
    const server = free.shift()
    if (server === undefined) throw new Error('All server connections are busy.')
    return server
  }
  const connect = (): unknown => {
    let pinned: pg.Client | undefined
    return {
      async query(text: string, parameters: unknown[]) {
        const server = pinned ?? take()
        if (/^begin|^start transaction/iu.test(text)) pinned = server
        const result = await server.query(text, parameters)
        if (/^commit|^rollback$/iu.test(text)) pinned = undefined
        if (pinned === undefined) free.push(server)
        return result
      },
      release: () => undefined,
    }
  }
  const pool = { connect: async () => connect(), end: async () => undefined }
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool as never }) })
  return {
    db,
    async close() {
      await db.destroy()
      await Promise.all(servers.map((server) => server.end()))
    },
  }
}
