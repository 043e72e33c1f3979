import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import {
  CamelCasePlugin,
  Kysely,
  PostgresDialect,
  type KyselyPlugin,
  type QueryResult,
  type UnknownRow,
} from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { createTestDatabase, emptyPglite, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, type Database } from '../src/index.js'
import { pgliteDialect } from './pglite-dialect.js'
import { page, record, rows, window2024 } from './records.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const textType = 25

/** Every value but a text as something that nobody would expect. */
function oddParser(type: number): (value: string) => unknown {
  return type === textType ? (value) => value : (value) => ({ of: type, value })
}

const emptiesRows: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }): Promise<QueryResult<UnknownRow>> => ({
    ...result,
    rows: result.rows.map(() => ({})),
  }),
}

/** What a role, a database or a server may be set to, of all that changes how a statement is read or its answer written. */
const settings = {
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  DateStyle: 'SQL,DMY',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kathmandu',
  bytea_output: 'escape',
  extra_float_digits: '-10',
  xmloption: 'document',
  search_path: 'nowhere',
  default_transaction_isolation: 'serializable',
  plan_cache_mode: 'force_generic_plan',
  quote_all_identifiers: 'on',
  row_security: 'off',
  work_mem: '64kB',
  enable_hashjoin: 'off',
  enable_nestloop: 'off',
}

const drivers: Readonly<Record<string, (url: string) => Promise<Database>>> = {
  'pg with type parsers of its own': async (url) => {
    const types = { getTypeParser: oddParser } as unknown as pg.CustomTypesConfig
    const pool = new pg.Pool({ connectionString: url, max: 2, types })
    return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  },
  'pg with settings of its own': async (url) => {
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
    const pool = new pg.Pool({ connectionString: url, max: 2, options: options.join(' ') })
    return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  },
  'pg behind plugins that rename columns and empty rows': async (url) =>
    new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 2 }) }),
      plugins: [new CamelCasePlugin(), emptiesRows],
    }),
  'postgres.js': async (url) => viaPostgresJs(url, {}),
  'postgres.js that renames columns, without prepared statements': async (url) =>
    viaPostgresJs(url, { transform: postgres.toPascal, prepare: false }),
  'postgres.js that turns values into other types': async (url) =>
    viaPostgresJs(url, {
      types: {
        odd: { from: [16, 20, 21, 23, 114, 1184, 1700, 3802], to: 20, parse: Number, serialize: String },
      },
    }),
  'PGlite with parsers of its own': async () => {
    const oids = [16, 20, 21, 23, 114, 1009, 1082, 1184, 1700, 3802]
    const pglite = await PGlite.create({
      loadDataDir: await emptyPglite(),
      serializers: { [pgliteTypes.BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}` },
      parsers: Object.fromEntries(oids.map((oid) => [oid, oddParser(oid)])),
    })
    return new Kysely<unknown>({ dialect: pgliteDialect(pglite) })
  },
}

function viaPostgresJs(
  url: string,
  options: postgres.Options<Record<string, postgres.PostgresType>>,
): Database {
  const client = postgres(url, { max: 2, onnotice: () => undefined, ...options })
  return new Kysely<unknown>({ dialect: new PostgresJSDialect({ postgres: client }) })
}

interface Everything {
  readonly answers: readonly unknown[]
  readonly stored: readonly unknown[]
}

/** What every call answers, and what is in the tables afterwards. */
async function everything(db: Database, look: Database, schema: string): Promise<Everything> {
  const sink = createRawSink({ db, schema })
  const realmId = 'R1'
  const entity = 'Invoice'
  const answers: unknown[] = [await sink.pendingMigrations({ entities: [entity] })]
  await sink.migrate({ entities: [entity] })
  answers.push(await sink.pendingMigrations({ entities: [entity] }))
  const dated = (id: string, day: string, more: object = {}): Record<string, unknown> =>
    record({ id, updated: `2024-01-${day}T10:00:00.123456Z`, more: { TxnDate: `2024-01-${day}`, ...more } })
  const first = page([
    dated('1', '01', { a: { b: [1.1, 'é ☃ "\\'] } }),
    dated('2', '02'),
    '{"x":1}',
    dated('4', '03'),
  ])
  const windows = [{ window: window2024 }, { window: null }, { window: null, onlyIfStored: true }, null]
  for (const given of [first, first, { ...first, windows }]) answers.push(await sink.writePage(db, given))
  answers.push(
    await sink.writePage(db, page(['{"Id":"5","n":"\\u0000"}', '{"Id":"6","n":1E999}', '{"Id":"7"}'])),
  )
  for (const token of ['2', '10', '9'])
    answers.push(await sink.writePage(db, page([record({ id: 'same second', token, more: { token } })])))
  answers.push(await sink.writePage(db, page([record({ id: '8', more: { pad: 'x'.repeat(1_100_000) } })])))
  answers.push(
    await sink.tombstone(db, {
      realmId,
      entity,
      runId: 'r',
      insertStubs: true,
      stubs: [
        { id: '7', deletedAt: '2024-03-01T00:00:00.5Z' },
        { id: '9', text: '{"Id":"9","n":1.50}' },
      ],
    }),
  )
  const where = { txnDate: { from: '2024-01-01', to: '2024-01-03' } }
  const query = { realmId, entity, where, settledBefore: '2024-01-02T10:00:00.123457Z' }
  for (const groupBy of [
    'total',
    'txnDate',
    { column: 'createTime', boundaries: ['2024-01-01T10:00:00.123456Z', '2024-01-02T00:00:00Z'] },
  ] as const)
    answers.push(
      await sink.countLive(db, { ...query, runId: 'run-1', seenSince: '2024-01-01T00:00:00Z', groupBy }),
    )
  answers.push(await sink.idsLive(db, query), await sink.idsNotSeen(db, { ...query, runId: 'x' }))
  answers.push((await sink.sampleIds(db, { ...query, count: 9 })).toSorted())
  answers.push(await sink.idsLive(db, { realmId, entity, where: { ids: ['1', '7', 'none'] } }))
  const compared = { realmId, entity, text: String(first.text), recordsPath: ['QueryResponse', entity] }
  answers.push(await sink.comparePayloads(db, compared))
  const detail = { second: '2024-01-01T00:00:00Z', nested: { list: [1, '2', null] } }
  await sink.addReject(db, {
    realmId,
    entity,
    runId: 'r',
    original: 'of the source',
    detail,
    reason: '4002',
    message: "O'Brien \\ \ud83d",
  })
  answers.push(await sink.replayRejects(db, { realmId, runId: 'r' }))
  answers.push(await sink.countRejects(db, { realmId, seenSince: '2024-01-01T00:00:00Z' }))
  const rejects = await sink.rejects(db, { realmId })
  answers.push(
    rejects.map(({ firstSeen, lastSeen, ...rest }) => ({
      ...rest,
      times: [firstSeen.length, lastSeen.length],
    })),
  )
  answers.push(await sink.acknowledgeRejects(db, { realmId, by: 'ana' }))
  answers.push(await sink.createViews({ style: 'flat' }), await sink.listViews())
  const stored = (await rows(look, `${schema}.qb_invoices`, realmId)).map((row) =>
    // The time of the transaction.
    row['id'] === '9' ? { ...row, deleted_at: String(row['deleted_at']).length > 20 } : row,
  )
  return JSON.parse(JSON.stringify({ answers, stored }).replaceAll(schema, 'raw')) as Everything
}

for (const [number, [name, open]] of Object.entries(drivers).entries()) {
  test(`${name}: every call answers and stores what it does through pg alone`, async () => {
    const db = await open(database.url)
    const isPglite = name.startsWith('PGlite')
    try {
      const look = isPglite ? db.withoutPlugins() : database.db
      const expected = await everything(database.db, database.db, `plain${number}`)
      const found = await everything(db, look, `other${number}`)
      expect(JSON.stringify(expected).length).toBeGreaterThan(1_100_000)
      // What is in PGlite can be seen through its odd parsers alone.
      const { stored } = isPglite ? expected : found
      expect({ ...found, stored }).toEqual(expected)
    } finally {
      await db.destroy()
    }
  })
}
