// npm run demo:query -- "SELECT …": asks the database that the demo left.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { openDatabase } from 'qbo-backfill'

const directory = join(dirname(fileURLToPath(import.meta.url)), '../../demo-output/database')
const statement = process.argv.slice(2).join(' ') || 'SELECT count(*)::int AS invoices FROM raw.qb_invoices'
const database = await openDatabase(`pglite:${directory}`)
try {
  console.table((await sql.raw(statement).execute(database.db)).rows)
} catch (error) {
  console.error(`${error.message}\nRun npm run demo first, and ask in SQL.`)
  process.exitCode = 1
} finally {
  await database.close()
}
