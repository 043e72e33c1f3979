// Makes the role that asks: it reads the views of a company and how well the rows behind them are proved, and nothing else:
// no raw JSON, no tokens, no state of the engine. Run it as the owner of the tables; again changes nothing but what has come.
// DATABASE_URL=postgres://owner@… QBO_ASK_PASSWORD=… node setup.mjs [SCHEMA OF THE VIEWS]
// @ts-check
import { sql } from 'kysely'
import { openDatabase } from 'qbo-backfill'
import { entityTables } from 'qbo-raw-sink'

const [views = 'quickbooks'] = process.argv.slice(2)
const password = process.env.QBO_ASK_PASSWORD ?? ''
if (password === '') throw new Error('Set QBO_ASK_PASSWORD to the password that the role qbo_ask shall have.')
const { db, close } = await openDatabase(process.env.DATABASE_URL ?? '')
try {
  await db.transaction().execute(async (trx) => {
    const { rows: roles } = await sql`SELECT FROM pg_catalog.pg_roles WHERE rolname = 'qbo_ask'`.execute(trx)
    if (roles.length === 0) await sql`CREATE ROLE qbo_ask LOGIN`.execute(trx)
    // Each question has a connection of its own: they must not take those of the engine.
    await sql`ALTER ROLE qbo_ask CONNECTION LIMIT 10 PASSWORD ${sql.lit(password)}`.execute(trx)
    await sql`CREATE SCHEMA IF NOT EXISTS qbo_ask`.execute(trx)
    const { rows: found } = await sql`
      SELECT tablename::text AS name FROM pg_catalog.pg_tables WHERE schemaname = 'raw'`.execute(trx)
    const tables = Object.entries(entityTables).filter(([, table]) =>
      found.some(({ name }) => name === table),
    )
    const changes = tables.map(
      ([, table]) => sql`
        SELECT ${sql.lit(table)}::text AS table_name, realm_id, GREATEST(last_updated_time, deleted_at) AS changed_at
        FROM ${sql.id('raw', table)}`,
    )
    await sql`CREATE OR REPLACE VIEW qbo_ask.changes AS ${sql.join(changes, sql` UNION ALL `)}`.execute(trx)
    const names = tables.map(([entity, table]) => sql`(${sql.lit(entity)}::text, ${sql.lit(table)}::text)`)
    await sql`
      CREATE OR REPLACE VIEW qbo_ask.proof AS
      SELECT DISTINCT ON (runs.realm_id, one.entity)
             runs.realm_id, one.entity, tables.table_name, one.status AS colour, runs.finished_at_utc AS proved_at,
             runs.settled_before_utc AS settled_before, runs.range_from_utc AS range_from, runs.range_to_utc AS range_to
      FROM qbo_backfill.runs AS runs
      CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(runs.report -> 'entities'::text) AS one (entity text, status text)
      JOIN (VALUES ${sql.join(names)}) AS tables (entity, table_name) ON tables.entity = one.entity
      WHERE runs.finished_at_utc IS NOT NULL
      ORDER BY runs.realm_id, one.entity, runs.finished_at_utc DESC`.execute(trx)
    for (const schema of ['qbo_ask', views]) {
      await sql`GRANT USAGE ON SCHEMA ${sql.id(schema)} TO qbo_ask`.execute(trx)
      const { rows: readable } = await sql`
        SELECT viewname::text AS name FROM pg_catalog.pg_views WHERE schemaname = ${schema}`.execute(trx)
      if (readable.length === 0)
        throw new Error(`The schema ${schema} has no views: see qbo-backfill views create.`)
      for (const { name } of readable)
        await sql`GRANT SELECT ON ${sql.id(schema, name)} TO qbo_ask`.execute(trx)
    }
  })
  console.log(`The role qbo_ask reads ${views}. Its address: postgres://qbo_ask:…@host/database`)
} finally {
  await close()
}
