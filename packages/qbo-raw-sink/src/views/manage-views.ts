import { sql } from 'kysely'
import { inTransaction, run, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import { flatViews, type FlatView } from './flat-views.js'

/** Creates, or brings up to date, the views over the tables of these entities. Returns their names. */
export function createViews(
  db: Database,
  schema: string,
  entities: readonly string[],
): Promise<readonly string[]> {
  const wanted = viewsOf(entities)
  return inTransaction(db, async (trx) => {
    for (const { name, entity, select } of wanted) {
      const view = sql.id(schema, name)
      // Dropped first: CREATE OR REPLACE cannot rename or retype a column. RESTRICT: what the owner built on a
      // view is not ours to drop.
      await run(trx, sql`DROP VIEW IF EXISTS ${view}`, `replace the view ${name}`)
      const query = select(sql.id(schema, tableName(entity)))
      await run(trx, sql`CREATE VIEW ${view} AS ${query}`, `create the view ${name}`)
    }
    return wanted.map(({ name }) => name)
  })
}

/** Drops the views. No row is touched. */
export async function dropViews(db: Database, schema: string, entities: readonly string[]): Promise<void> {
  for (const { name } of viewsOf(entities)) {
    await run(db, sql`DROP VIEW IF EXISTS ${sql.id(schema, name)}`, `drop the view ${name}`)
  }
}

function viewsOf(entities: readonly string[]): readonly FlatView[] {
  return flatViews.filter(({ entity }) => entities.includes(entity))
}
