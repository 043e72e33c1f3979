import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import { CamelCasePlugin, Kysely, PostgresDialect, type KyselyPlugin } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { emptyPglite } from 'testkit'
import { pgliteDialect } from '../src/database/pglite-dialect.js'

/** A Kysely as some host has it, on an empty database. */
export type HostDatabase = (url: string) => Kysely<unknown>

/** What a type parser of a host's makes of every value that it is asked for. */
const parsers = {
  text: String,
  numbers: (value: string) => (Number.isNaN(Number(value)) ? value : Number(value)),
  objects: (value: string) => ({ value, toString: () => value }),
} as const

/** bool, int8, int2, int4, oid, json, float8, date, time, timestamp, timestamptz, interval, numeric, jsonb, and lists. */
const parsedTypes = [16, 20, 21, 23, 26, 114, 701, 1082, 1083, 1114, 1184, 1186, 1700, 3802, 1005, 1007, 1009]

function withParser(parser: (value: string) => unknown): HostDatabase {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      parsedTypes.includes(oid) ? parser : pg.types.getTypeParser(oid, format as 'text'),
  }
  return (url) => pgPool({ connectionString: url, types })
}

export function withSettings(options: string): HostDatabase {
  return (url) => pgPool({ connectionString: url, options })
}

export function pgPool(config: pg.PoolConfig): Kysely<unknown> {
  const pool = new pg.Pool({ max: 8, ...config })
  // The database is dropped while the last of them say goodbye.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}

function postgresJs(options: postgres.Options<Record<string, postgres.PostgresType>>): HostDatabase {
  return (url) =>
    new Kysely({
      dialect: new PostgresJSDialect({ postgres: postgres(url, { max: 8, onnotice() {}, ...options }) }),
    })
}

/** Makes something else of every row that passes, as plugins do that parse JSON or rename columns. */
const rewriting: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({
    ...result,
    rows: result.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [`host_${name}`, [value]])),
    ),
  }),
}

/** A PGlite of the host's own, whose parsers leave everything as the text that it came as. */
function pglite(): Kysely<unknown> {
  const asText = Object.fromEntries(Object.values(pgliteTypes).map((oid) => [oid, String]))
  let opened: Promise<PGlite> | undefined
  const open = (): Promise<PGlite> =>
    (opened ??= emptyPglite().then((loadDataDir) => PGlite.create({ loadDataDir, parsers: asText })))
  return new Kysely({
    dialect: pgliteDialect({
      query: async <T>(text: string, parameters?: unknown[]) => (await open()).query<T>(text, parameters),
      close: async () => (await open()).close(),
    }),
  })
}

/** By what is odd about them. */
export const hostDatabases: Readonly<Record<string, HostDatabase>> = {
  'pg with parsers that leave text': withParser(parsers.text),
  'pg with parsers that make numbers': withParser(parsers.numbers),
  'pg with parsers that make objects': withParser(parsers.objects),
  'postgres.js': postgresJs({}),
  'postgres.js with types and names of its own': postgresJs({
    transform: { ...postgres.camel, undefined: null },
    types: {
      bigint: postgres.BigInt,
      date: {
        to: 1184,
        from: [1082, 1114, 1184],
        serialize: (value: Date) => value.toISOString(),
        parse: (value: string) => ({ value }),
      },
    },
  }),
  'a PGlite of its own': pglite,
  'a CamelCasePlugin': (url) => pgPool({ connectionString: url }).withPlugin(new CamelCasePlugin()),
  'a plugin that rewrites rows': (url) => pgPool({ connectionString: url }).withPlugin(rewriting),
  'a search_path of its own': withSettings('-c search_path=hostile'),
  'standard_conforming_strings off': withSettings('-c standard_conforming_strings=off'),
  'times and numbers in its own form': withSettings(
    '-c DateStyle=SQL,DMY -c TimeZone=Asia/Kathmandu -c IntervalStyle=sql_standard -c extra_float_digits=-15 -c bytea_output=escape -c array_nulls=off',
  ),
  'serializable transactions': withSettings('-c default_transaction_isolation=serializable'),
}
