import fc from 'fast-check'
import { sql } from 'kysely'
import { findEntity, readInstant, recordId } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { search } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase, type EmptyDatabase } from '../databases.js'

let database: EmptyDatabase
beforeAll(async () => {
  database = await emptyDatabase('PGlite')
  await createRawSink({ db: database.db }).migrate({ entities })
})
afterAll(() => database.close())

const entities = ['Invoice', 'TaxClassification', 'ExchangeRate', 'RecurringTransaction'] as const

/** What the sink makes of records, in their order. */
async function stored(entity: string, records: readonly unknown[], realmId: string) {
  const sink = createRawSink({ db: database.db })
  const window = { start: '2024-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' }
  const counts = await database.db.transaction().execute((trx) =>
    sink.writePage(trx, {
      realmId,
      entity,
      text: JSON.stringify({ QueryResponse: { [entity]: records } }),
      recordsPath: ['QueryResponse', entity],
      windows: window,
      runId: 'run',
      page: { number: 1, size: 1000 },
    }),
  )
  const rows = await sql<{ id: string; n: string | null; created: number | null }>`
    SELECT id, payload ->> 'n' AS n, (extract(epoch FROM create_time) * 1000)::float8 AS created
    FROM ${sql.id('raw', sink.tableName(entity))} WHERE realm_id = ${realmId}`.execute(database.db)
  return { counts, rows: rows.rows }
}

let realm = 0
const nextRealm = (): string => `${(realm += 1)}`

const two = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((number) => String(number).padStart(2, '0'))
const instantText = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1990, max: 2035 }).map(String) },
      fc.constantFrom(
        '0000',
        '0001',
        '1582',
        '1900',
        '2999',
        '3000',
        '9998',
        '9999',
        '10000',
        '2x24',
        '-024',
      ),
    ),
    two(0, 13),
    fc.oneof(two(1, 28), two(0, 32)),
    fc.constantFrom('T', 'T', 'T', 't', ' ', '_', ''),
    two(0, 25),
    two(0, 60),
    fc.oneof({ weight: 3, arbitrary: two(0, 61).map((seconds) => `:${seconds}`) }, fc.constant('')),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      fc
        .integer({ min: 0, max: 999_999_999 })
        .chain((fraction) =>
          fc
            .integer({ min: 0, max: 10 })
            .map((digits) => `.${String(fraction).padStart(10, '0').slice(0, digits)}`),
        ),
    ),
    fc.oneof(
      fc.constantFrom(
        'Z',
        'z',
        '',
        '+00',
        '-08',
        '-0400',
        '+0530',
        '-08:00',
        '-07:00',
        '+14:00',
        '-00:00',
        ' Z',
        'PST',
      ),
      fc
        .tuple(fc.constantFrom('+', '-'), two(0, 17), fc.constantFrom(':', ''), two(0, 61))
        .map((parts) => parts.join('')),
    ),
  )
  .map(([year, month, day, t, hour, minute, second, fraction, offset]) =>
    [year, '-', month, '-', day, t, hour, ':', minute, second, fraction, offset].join(''),
  )

const anyTime = fc.oneof(
  { weight: 20, arbitrary: instantText },
  fc.constantFrom(
    'now',
    'infinity',
    '-infinity',
    'today',
    'epoch',
    '',
    ' ',
    '2024-01-01',
    '1e9',
    '2024-01-01T00:00:00Z ',
  ),
  fc.constantFrom(
    '2024-01-01T24:00:00-08:00',
    '2024-02-30T00:00:00-08:00',
    '2024-02-29T00:00:00-08:00',
    '2023-02-29T00:00:00Z',
  ),
  fc.constantFrom(
    '2024-01-01T00:00:60-08:00',
    '2024-01-01T08:27:00-0400',
    '2024-01-01T08:27-04',
    '2 24-01-01T00:00:00-08:00',
  ),
  fc.string(),
)

test('the client and the sink read the same texts as instants, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyTime, { minLength: 1, maxLength: 40 }), async (texts) => {
      const records = texts.map((text, index) => ({
        Id: String(index),
        MetaData: { CreateTime: text.replaceAll('\0', '') },
      }))
      const { counts, rows } = await stored('Invoice', records, nextRealm())
      expect(counts.inserted + counts.rejected).toBe(texts.length)
      const createdOf = new Map(rows.map(({ id, created }) => [id, created]))
      for (const { Id, MetaData } of records) {
        const text = MetaData.CreateTime
        // A record whose day no calendar has is a reject: that is not read as an instant either.
        const created = createdOf.get(Id) ?? null
        const read = readInstant(text)
        expect([text, created !== null], text).toEqual([text, read !== undefined])
        // The client's instants have milliseconds, the database's microseconds.
        expect(Math.abs((read ?? 0) - Number(created)), text).toBeLessThanOrEqual(1)
      }
    }),
    search({ quick: 40, deep: 300 }),
  )
})

const idValue = fc.oneof(
  fc.constantFrom<unknown>(
    '1',
    '',
    'TAX',
    'EUC-01010101-V1-00100000',
    null,
    true,
    {},
    [],
    ['1'],
    { Id: '1' },
    '٣',
    'ñ'.repeat(127),
    'ñ'.repeat(128),
  ),
  fc.constantFrom<unknown>(
    0,
    -0,
    5,
    -5,
    1.5,
    999_999_999_999_999,
    // Larger numbers are read exactly by the database alone; the client lets in none of them.
    'x'.repeat(255),
    'x'.repeat(256),
  ),
  fc.nat(),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0')),
)
const optional = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: undefined })
const identified = fc.record({ Id: optional(idValue), id: optional(idValue) })
const rate = fc.record({
  SourceCurrencyCode: optional(idValue),
  sourceCurrencyCode: optional(idValue),
  TargetCurrencyCode: optional(idValue),
  AsOfDate: optional(idValue),
  asOfDate: optional(idValue),
})
const wrapper = fc.record({
  Id: optional(idValue),
  Invoice: optional(fc.oneof(identified, idValue)),
  Bill: optional(identified),
  domain: optional(fc.constant('QBO')),
})

test.each<[string, fc.Arbitrary<object>]>([
  ['Invoice', identified],
  ['TaxClassification', identified],
  ['ExchangeRate', rate],
  ['RecurringTransaction', wrapper],
])('the client and the sink read the same Id in a record of %s, or none', async (name, record) => {
  const entity = findEntity(name)
  if (entity === undefined) throw new Error(name)
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 15 }), async (records) => {
      for (const one of records) {
        // As it comes out of a text: without what is undefined.
        const parsed: unknown = JSON.parse(JSON.stringify(one))
        const { rows } = await stored(name, [parsed], nextRealm())
        expect(
          rows.map(({ id }) => id),
          JSON.stringify(parsed),
        ).toEqual([recordId(entity, parsed)].filter((id) => id !== undefined))
      }
    }),
    search({ quick: 8, deep: 60 }),
  )
})
