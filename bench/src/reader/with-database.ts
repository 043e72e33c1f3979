import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** Work with an empty database of its own, which is gone afterwards. */
export async function withDatabase<T>(
  serverUrl: string,
  work: (url: string, client: pg.Client) => Promise<T>,
): Promise<T> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  const name = `benchmark_${randomUUID().replaceAll('-', '')}`
  await admin.query(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  try {
    await client.connect()
    // All start alike: the first change of a page after a checkpoint logs the whole page.
    await admin.query('CHECKPOINT')
    return await work(url.href, client)
  } finally {
    await client.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
}

/** What a table holds. */
export async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`)
  return Number(rows[0]?.count)
}
