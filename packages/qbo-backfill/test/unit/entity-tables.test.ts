import { sql } from 'kysely'
import { entities } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { expect, test } from 'vitest'
import { emptyDatabase } from '../databases.js'

test('the sink has a table for every entity of the client, named after its plural', async () => {
  const database = await emptyDatabase('PGlite')
  try {
    const sink = createRawSink({ db: database.db })
    for (const entity of entities) expect(sink.tableName(entity.name)).toBe(`qb_${entity.plural}`)
    await sink.migrate({ entities: entities.map((entity) => entity.name) })
    const stored = await sql<{
      name: string
    }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'raw'`.execute(database.db)
    const names = new Set(stored.rows.map((row) => row.name))
    expect(entities.map((entity) => `qb_${entity.plural}`).filter((name) => !names.has(name))).toEqual([])
  } finally {
    await database.close()
  }
})
