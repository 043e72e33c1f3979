import fc from 'fast-check'
import { sql } from 'kysely'
import { search } from 'testkit'
import { expect, test } from 'vitest'
import { onEveryDatabase } from './contract.js'
import { page } from './records.js'

// JSON text, not values: spellings that JSON.stringify never writes are what has to survive.
const number = fc.oneof(
  fc.integer().map(String),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.stringMatching(/^\d{1,40}$/))
    .map(([whole, part]) => `${whole}.${part}`),
  fc
    .tuple(fc.stringMatching(/^[1-9]\.\d{1,5}$/), fc.integer({ min: -300, max: 300 }))
    .map(([mantissa, exponent]) => `${mantissa}E${exponent}`),
  fc.constantFrom('0', '-0', '275.00', '0.0', '1.00000000000000000001', '1e2', '1E+2'),
)
const string = fc.oneof(
  fc
    .string({ unit: 'grapheme' })
    .filter((text) => !text.includes('\0'))
    .map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9"', '"\\ud83d\\ude00"', '"\\/"', '"\\\\u0000"', '""'),
)
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    string,
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('json'), { maxLength: 4 }).map((values) => `[${values.join(' , ')}]`),
    fc
      .array(fc.tuple(string, tie('json')), { maxLength: 4 })
      .map((entries) => `{${entries.map(([key, value]) => `${key} :${value}`).join(',')}}`),
  ),
}))

onEveryDatabase('The payload', (get) => {
  test('is what PostgreSQL makes of the text, whatever the JSON', async () => {
    const { db, sink } = get()
    let realm = 0
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 5 }), async (bodies) => {
        const records = bodies.map((body, index) => `{"Id":"${index}","Body":${body}}`)
        const realmId = `exact-${realm++}`
        const counts = await sink.writePage(db, page(records, { realmId }))
        expect(counts).toMatchObject({ inserted: records.length, rejected: 0 })
        for (const [index, text] of records.entries()) {
          const { rows } = await sql<{ same: boolean }>`
SELECT payload::text = ${text}::text::jsonb::text AS same FROM raw.qb_invoices
WHERE realm_id = ${realmId} AND id = ${String(index)}`.execute(db)
          expect(rows).toEqual([{ same: true }])
        }
        expect(await sink.writePage(db, page(records, { realmId }))).toMatchObject({
          unchanged: records.length,
        })
      }),
      search({ quick: 15, deep: 120 }),
    )
  })

  test('keeps the scale and all digits of a number', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"Id":"1","a":275.00,"b":1.00000000000000000001}'], { realmId: 'scale' }))
    const { rows } = await sql<{ payload: string }>`
SELECT payload::text AS payload FROM raw.qb_invoices WHERE realm_id = 'scale'`.execute(db)
    expect(rows[0]?.payload).toBe('{"a": 275.00, "b": 1.00000000000000000001, "Id": "1"}')
  })
})
