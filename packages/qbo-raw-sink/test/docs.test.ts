import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, roleStatements } from '../src/index.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await createRawSink({ db: database.db }).migrate({ entities: ['Invoice'] })
})
afterAll(() => database.drop())

function read(page: string): string {
  return readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8')
}

/** `realm_id text no`, a line a row of the table under that comment. */
function documentedColumns(page: string, table: string): readonly string[] {
  const section = page.split(`<!-- columns of ${table} -->`)[1]?.trimStart().split('\n\n')[0] ?? ''
  const lines = section.split('\n').slice(2)
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, 4)
      .map((cell) => cell.trim().replaceAll('`', '').replace(/^sí$/u, 'yes'))
      .join(' '),
  )
}

const pages = ['reference/raw-tables.md', 'es/reference/raw-tables.md']

test.each(
  pages.flatMap((page) => ['qb_invoices', 'qb_rejects', 'qb_sink_migrations'].map((table) => [page, table])),
)('docs/%s has the columns of %s', async (page, table) => {
  const { rows } = await sql<{ column: string }>`
SELECT attname || ' ' || replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')
       || CASE WHEN attnotnull THEN ' no' ELSE ' yes' END AS column
FROM pg_attribute WHERE attrelid = ${`raw.${table}`}::regclass AND attnum > 0 AND NOT attisdropped`.execute(
    database.db,
  )
  const documented = documentedColumns(read(page), table)
  expect(documented.toSorted()).toEqual(rows.map(({ column }) => column).toSorted())
})

test('docs/guides/database-roles.md has the statements that the package gives', () => {
  const block = /```sql\n(.*?)```/s.exec(read('guides/database-roles.md'))?.[1]
  const statements = roleStatements({ stateSchema: 'qbo_backfill' })
  expect(block).toBe(statements.map((statement) => `${statement};\n`).join(''))
})
