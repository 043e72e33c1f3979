import { sql } from 'kysely'
import { postgresStore } from 'qbo-backfill'
import { createRawSink } from 'qbo-raw-sink'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeBlocks, namesIn, tableAfter } from './page.ts'
import { readReference, references } from './reference-pages.ts'

const pages = ['database.md', 'raw-tables.md'] as const

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  await postgresStore({ db }).prepare(['Customer', 'Item', 'Invoice'])
})
afterAll(() => database.drop())

test.each(references)(
  'every table of both schemas is documented in $folder, column by column',
  async (language) => {
    const { rows } = await sql<{ schema: string; table: string; column: string }>`
SELECT n.nspname AS schema, c.relname AS table, attname || ' '
  || replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')
  || CASE WHEN attnotnull THEN ' no' ELSE ' yes' END AS column
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('raw', 'qbo_backfill') AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped`.execute(
      database.db,
    )
    const text = pages.map((page) => readReference(language, page)).join('\n')
    const nulls = new Map([
      [language.yes, 'yes'],
      [language.no, 'no'],
    ])
    const tables = new Set(rows.map(({ table }) => table))
    const documented = [...text.matchAll(/^<!-- columns of (\w+) -->$/gmu)].map((match) => match[1] ?? '')
    // All entities have the columns of qb_invoices.
    const alike = new Set(['qb_customers', 'qb_items'])
    expect(documented.toSorted()).toEqual([...tables].filter((table) => !alike.has(table)).toSorted())
    for (const table of tables) {
      const mark = `<!-- columns of ${alike.has(table) ? 'qb_invoices' : table} -->`
      const stated = tableAfter(text, mark).map(([column = '', type = '', isNull = '']) =>
        [...namesIn(column), ...namesIn(type), nulls.get(isNull)].join(' '),
      )
      const actual = rows.filter((row) => row.table === table).map((row) => row.column)
      expect([table, ...stated.toSorted()]).toEqual([table, ...actual.toSorted()])
    }
  },
)

test.each(references)('every statement of SQL in $folder can be run', async ({ folder }) => {
  await createRawSink({ db: database.db }).createViews({ style: 'flat' })
  const blocks = pages
    .flatMap((page) => codeBlocks(`${folder}/${page}`))
    .filter(({ language }) => language === 'sql')
  expect(blocks.length).toBeGreaterThan(1)
  for (const { text } of blocks) await database.pool.query(text)
})

test('the Spanish guide to roles has the statements of the English one', () => {
  const [english, spanish] = ['docs/guides/database-roles.md', 'docs/es/guides/database-roles.md'].map(
    (page) => codeBlocks(page).find(({ language }) => language === 'sql')?.text,
  )
  expect(english).toContain('CREATE ROLE')
  expect(spanish).toBe(english)
})
