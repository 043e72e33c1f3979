import { expect, test } from 'vitest'
import { onEveryDatabaseInDepth } from './contract.js'
import { page, record, rows } from './records.js'

const nul = '\\' + 'u0000'
const good = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify(record({ id: `g${String(index).padStart(4, '0')}` })),
  )
const bad = (inside: string): string => `{"Id":"bad","SyncToken":"0","Note":${inside}}`

onEveryDatabaseInDepth('A record that PostgreSQL refuses', (get) => {
  test('with NUL is stored with U+FFFD beside 999 good ones and listed as saved', async () => {
    const { db, sink } = get()
    const original = bad(`"a${nul}b"`)
    const records = good(999)
    records.splice(500, 0, original)
    const counts = await sink.writePage(db, page(records, { realmId: 'nul' }))
    expect(counts).toEqual({ inserted: 1000, updated: 0, unchanged: 0, stale: 0, rejected: 0 })
    const [row] = await rows(db, 'raw.qb_invoices', 'nul')
    expect(row?.['payload']).toBe('{"Id": "bad", "Note": "a\ufffdb", "SyncToken": "0"}')
    expect(await sink.rejects(db, { realmId: 'nul' })).toMatchObject([
      { saved: true, reason: 'nul-character', recordId: 'bad', original, entity: 'Invoice', runId: 'run-1' },
    ])
    const again = await sink.writePage(db, page(records, { realmId: 'nul', runId: 'run-2' }))
    expect(again).toEqual({ inserted: 0, updated: 0, unchanged: 1000, stale: 0, rejected: 0 })
    expect(await sink.rejects(db, { realmId: 'nul' })).toMatchObject([{ runId: 'run-2' }])
  })

  test('is found in an answer of change data capture, whose records lie below positions in lists', async () => {
    const { db, sink } = get()
    const list = [...good(2), bad(`"a${nul}b"`)].join(',')
    const answer = {
      ...page([], { realmId: 'captured' }),
      text: `{"CDCResponse":[{"QueryResponse":[{"Customer":[]},{"Invoice":[${list}]}]}]}`,
      recordsPath: ['CDCResponse', '0', 'QueryResponse', '1', 'Invoice'],
    }
    expect(await sink.writePage(db, answer)).toMatchObject({ inserted: 3, rejected: 0 })
    expect(await sink.rejects(db, { realmId: 'captured' })).toMatchObject([{ saved: true, recordId: 'bad' }])
  })

  test('because it holds the character that separates the records is one record all the same', async () => {
    const { db, sink } = get()
    const records = ['{"Id":"1"\u0001,"a":1}', '{"Id":"2","a":"\u0001"}', '{"Id":"3"}\u0001{"Id":"4"}']
    const written = sink.writePage(db, page(records.slice(0, 2), { realmId: 'separated' }))
    expect(await written).toMatchObject({ inserted: 1, rejected: 1 })
    expect((await rows(db, 'raw.qb_invoices', 'separated')).map((row) => row['payload'])).toEqual([
      String.raw`{"a": "\u0001", "Id": "2"}`,
    ])
    await expect(sink.writePage(db, page(records, { realmId: 'separated' }))).rejects.toMatchObject({
      code: 'SINK_INVALID_PAGE',
    })
  })

  test('is compared as it was stored, and one that no database is shown is left out', async () => {
    const { db, sink } = get()
    const deep = `{"Id":"deep","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const answer = page([...good(1), bad(`"a${nul}b"`), deep], { realmId: 'compared' })
    await sink.writePage(db, answer)
    const recordsPath = ['QueryResponse', 'Invoice']
    const compared = sink.comparePayloads(db, { ...answer, text: String(answer.text), recordsPath })
    expect(await compared).toEqual([
      { id: 'bad', outcome: 'equal' },
      { id: 'g0000', outcome: 'equal' },
    ])
  })

  test('not because of an escaped backslash before u0000, which is kept as it is', async () => {
    const { db, sink } = get()
    const records = [bad(`"\\${nul} and \\\\\\${nul}"`)]
    await sink.writePage(
      db,
      page([...records, bad(`"${nul}"`).replace('bad', 'worse')], { realmId: 'innocent' }),
    )
    const stored = await rows(db, 'raw.qb_invoices', 'innocent')
    expect(JSON.parse(String(stored[0]?.['payload']))).toMatchObject({
      Note: `\\${nul.slice(1)} and \\\\${nul.slice(1)}`,
    })
    expect(await sink.rejects(db, { realmId: 'innocent' })).toHaveLength(1)
  })

  for (const [name, text, note] of [
    ['a lone high surrogate', '"x\\ud83dy"', 'x\ufffdy'],
    ['a lone low surrogate', '"x\\ude00y"', 'x\ufffdy'],
    ['two high halves', '"\\ud83d\\ud83d\\ude00"', '\ufffd😀'],
    ['halves the wrong way round', '"\\ude00\\ud83d"', '\ufffd\ufffd'],
    ['NUL before a low half', `"${nul}\\ude00"`, '\ufffd\ufffd'],
    ['a raw NUL', '"a\0b"', 'a\ufffdb'],
    ['a raw control character', '"a\u0007b"', 'a\u0007b'],
  ] as const) {
    test(`with ${name} is repaired`, async () => {
      const { db, sink } = get()
      const counts = await sink.writePage(db, page([...good(2), bad(text)], { realmId: name }))
      expect(counts).toMatchObject({ inserted: 3, rejected: 0 })
      const [row] = await rows(db, 'raw.qb_invoices', name)
      expect(JSON.parse(String(row?.['payload']))).toMatchObject({ Note: note })
      expect(await sink.rejects(db, { realmId: name })).toMatchObject([{ saved: true, recordId: 'bad' }])
    })
  }

  for (const [name, text, reason] of [
    ['an exponent that expands to a hundred thousand digits', '1E100000', 'huge-number'],
    ['an exponent that overflows numeric', '1E-999999', 'huge-number'],
    ['more digits than numeric has', '9'.repeat(140_000), '22003'],
    ['absurd depth', '['.repeat(100_000) + ']'.repeat(100_000), '54001'],
    ['a time that no calendar has', '1,"MetaData":{"LastUpdatedTime":"2024-02-31T00:00:00Z"}', '22008'],
  ] as const) {
    test(`for ${name} goes to the list and the others are saved`, async () => {
      const { db, sink } = get()
      const original = bad(text)
      const records = [...good(20), original, ...good(40).slice(20)]
      const counts = await sink.writePage(db, page(records, { realmId: name }))
      expect(counts).toEqual({ inserted: 40, updated: 0, unchanged: 0, stale: 0, rejected: 1 })
      const listed = await sink.rejects(db, { realmId: name })
      expect(listed).toMatchObject([{ saved: false, reason, recordId: 'bad' }])
      expect(listed[0]?.original === original).toBe(true)
    })
  }

  test('a huge exponent inside a string is text', async () => {
    const { db, sink } = get()
    const counts = await sink.writePage(db, page([bad('"say \\" 1E100000"')], { realmId: 'quoted' }))
    expect(counts).toMatchObject({ inserted: 1, rejected: 0 })
    expect(await sink.rejects(db, { realmId: 'quoted' })).toEqual([])
  })

  test('without an Id, or whose Id is no Id, is listed with its text', async () => {
    const { db, sink } = get()
    const nameless = [
      '{"SyncToken":"0"}',
      '{"Id":""}',
      '{"Id":{"a":1}}',
      '{"Id":null}',
      '17',
      `{"Id":"${'x'.repeat(300)}"}`,
    ]
    const counts = await sink.writePage(db, page([...good(3), ...nameless], { realmId: 'nameless' }))
    expect(counts).toEqual({ inserted: 3, updated: 0, unchanged: 0, stale: 0, rejected: nameless.length })
    const listed = await sink.rejects(db, { realmId: 'nameless' })
    expect(new Set(listed.map(({ original }) => original))).toEqual(new Set(nameless))
    expect(new Set(listed.map(({ reason }) => reason))).toEqual(new Set(['missing-id']))
  })

  test('with an Id that is a number is stored under that number, exactly', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"Id":2700000000001439108}'], { realmId: 'number-id' }))
    expect(await rows(db, 'raw.qb_invoices', 'number-id')).toMatchObject([{ id: '2700000000001439108' }])
  })

  test('a page that was cut off is refused as a whole', async () => {
    const { db, sink } = get()
    const whole = page(good(3), { realmId: 'cut' })
    await expect(sink.writePage(db, { ...whole, text: whole.text.slice(0, -60) })).rejects.toMatchObject({
      code: 'SINK_INVALID_PAGE',
      retryable: false,
    })
  })

  for (const text of [
    '{"Fault":{"Error":[{"Message":"m","code":"4000"}],"type":"ValidationFault"},"time":"x"}',
    '{"QueryResponse":{"Customer":[{"Id":"1"}]}}',
    '{"QueryResponse":{"Invoice":null}}',
    '[{"Id":"1"}]',
    'null',
    '{"QueryResponse":{"Invoice":[{"Id":"1"}]}} and more',
    '<html>',
    null as never,
  ]) {
    test(`an answer that is none of records is refused instead of holding nothing: ${text}`, async () => {
      const { db, sink } = get()
      const answer = { ...page([], { realmId: 'no records' }), text }
      await expect(sink.writePage(db, answer)).rejects.toMatchObject({ code: 'SINK_INVALID_PAGE' })
      const recordsPath = ['QueryResponse', 'Invoice']
      await expect(sink.comparePayloads(db, { ...answer, text, recordsPath })).rejects.toMatchObject({
        code: 'SINK_INVALID_PAGE',
      })
    })
  }

  test('an answer of which there is nothing is empty', async () => {
    const { db, sink } = get()
    for (const text of ['{"QueryResponse":{}}', '{"QueryResponse":{"maxResults":0},"time":"x"}']) {
      const none = { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }
      expect(await sink.writePage(db, { ...page([]), text })).toEqual(none)
    }
  })

  test('is not blamed for what the caller said wrong', async () => {
    const { db, sink } = get()
    const records = page(good(2), { realmId: 'wrong caller' })
    const local = { start: '2024-01-01T00:00:00', end: '2024-01-02T00:00:00Z' }
    const never = { start: '2024-02-31T00:00:00Z', end: '2024-03-01T00:00:00Z' }
    for (const wrong of [
      { windows: local },
      { windows: [{ window: never }, null] },
      { runId: 'a\0b' },
      { realmId: '' },
      { page: { number: 1.5, size: 1000 } },
      { page: { number: 1, size: 3_000_000_000 } },
    ]) {
      await expect(sink.writePage(db, { ...records, ...wrong })).rejects.toMatchObject({
        code: 'SINK_INVALID_OPTIONS',
      })
    }
    expect(await sink.rejects(db, { realmId: 'wrong caller' })).toEqual([])
  })

  test("leaves the caller's transaction alive", async () => {
    const { db, sink } = get()
    await db.transaction().execute(async (trx) => {
      await sink.writePage(trx, page([bad(`"${nul}"`)], { realmId: 'alive' }))
      await sink.writePage(trx, page(good(1), { realmId: 'alive' }))
    })
    expect(await rows(db, 'raw.qb_invoices', 'alive')).toHaveLength(2)
  })
})
