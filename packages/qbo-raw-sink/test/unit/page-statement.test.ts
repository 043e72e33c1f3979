import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../../src/database.js'
import { recordsOfTexts } from '../../src/record/page-records.js'
import { pageStatement } from '../../src/write/page-statement.js'

const db: Database = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

test('what is as long as the page stands before it, so that a driver need not move the page to make room', () => {
  const texts = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ Id: String(index) }))
  const window = { start: '2024-01-01T00:00:00Z', end: '2024-01-02T00:00:00Z' }
  const page = pageStatement({
    schema: 'raw',
    realmId: '1',
    entity: 'Invoice',
    records: recordsOfTexts(texts),
    targets: texts.map(() => ({ window })),
    runId: 'run',
    askedAt: new Date(),
    pageNumber: 1,
    pageSize: 1000,
  })
  const { parameters } = page.compile(db)
  const place = parameters.findIndex((value) => value instanceof Buffer)
  const lengthOf = (values: readonly unknown[]): number =>
    values.reduce<number>((sum, value) => sum + String(value).length, 0)
  expect(lengthOf(parameters.slice(0, place))).toBeGreaterThan(5000)
  expect(lengthOf(parameters.slice(place + 1))).toBeLessThan(500)
})
