import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { tableName } from '../src/entity-tables.js'
import { fivetranViews } from '../src/views/fivetran/fivetran-views.js'
import { flatViews } from '../src/views/flat/flat-views.js'
import { onEveryDatabaseInDepth } from './contract.js'
import { blocksOf, planOf, type Plan } from './plans.js'
import { page, record } from './records.js'

function nodesOf(plan: Plan): readonly string[] {
  return [plan['Node Type'], ...(plan.Plans ?? []).flatMap(nodesOf)]
}

onEveryDatabaseInDepth('The plans of the views', (get) => {
  test('fetch and unpack a payload once a row, sort nothing, and remember nothing', async () => {
    const { db, sink } = get()
    const entities = [...new Set([...flatViews, ...fivetranViews].map(({ entity }) => entity))]
    const once = new Map<string, number>()
    await sink.migrate({ entities })
    for (const entity of entities) {
      // Larger than a page, and nothing that could be compressed: PostgreSQL keeps it out of line.
      const records = Array.from({ length: 40 }, (_, at) =>
        record({
          id: String(at),
          more: { Line: [{ GroupLineDetail: { Line: [{}] } }], Notes: randomBytes(6000).toString('base64') },
        }),
      )
      await sink.writePage(db, page(records, { realmId: 'R1', entity }))
      const table = `raw.${tableName(entity)}`
      await sql.raw(`VACUUM (ANALYZE) ${table}`).execute(db)
      once.set(
        entity,
        blocksOf(await planOf(db, sql.raw(`SELECT pg_catalog.jsonb_typeof(payload) FROM ${table}`))),
      )
    }
    await sink.createViews({ style: 'flat' })
    await sink.createViews({ style: 'fivetran', realmId: 'R1' })
    const views = [
      ...flatViews.map((view) => ({ ...view, name: `raw.${view.name}` })),
      ...fivetranViews.map((view) => ({ ...view, name: `quickbooks.${view.name}` })),
    ]
    const off: string[] = []
    for (const { name, entity } of views) {
      const plan = await planOf(db, sql.raw(`SELECT * FROM ${name}`))
      if (blocksOf(plan) > once.get(entity)! * 1.2 || nodesOf(plan).includes('Sort'))
        off.push(`${name}: ${blocksOf(plan)} blocks of ${once.get(entity)}`)
    }
    expect(off).toEqual([])
    const unread = nodesOf(await planOf(db, sql`SELECT * FROM quickbooks.qb_unread_values`))
    // Only the lines of bundles are in a list in a list.
    expect(unread.filter((node) => node === 'Memoize').length).toBeLessThanOrEqual(1)
    for (const style of ['flat', 'fivetran'] as const) await sink.dropViews({ style })
  }, 120_000)
})
