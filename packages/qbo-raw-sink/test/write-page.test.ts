import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { WriteCounts } from '../src/index.js'
import { onEveryDatabase } from './contract.js'
import { page, record, rows, window2024 } from './records.js'

const nothing: WriteCounts = { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }

onEveryDatabase('writePage', (get) => {
  test('a new record is inserted with its times, version and window', async () => {
    const { db, sink } = get()
    const counts = await sink.writePage(db, page([record({ id: '7', token: '3' })], { realmId: 'insert' }))
    expect(counts).toEqual({ ...nothing, inserted: 1 })
    const [row] = await rows(db, 'raw.qb_invoices', 'insert')
    expect(row).toMatchObject({
      id: '7',
      sync_token: '3',
      updated: '2024-01-01 18:00:00',
      window_start: '2024-01-01 00:00:00',
      window_end: '2024-01-02 00:00:00',
      deleted_at: null,
      page_number: 1,
      run_id: 'run-1',
    })
  })

  test('the same record again is unchanged, and only run, page and window move', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record()], { realmId: 'again' }))
    const [before] = await rows(db, 'raw.qb_invoices', 'again')
    const windows = { start: '2024-01-01T00:00:00Z', end: '2024-02-01T00:00:00Z' }
    const counts = await sink.writePage(
      db,
      page([record()], { realmId: 'again', runId: 'run-2', number: 9, windows }),
    )
    expect(counts).toEqual({ ...nothing, unchanged: 1 })
    const [after] = await rows(db, 'raw.qb_invoices', 'again')
    expect(after).toEqual({ ...before, run_id: 'run-2', page_number: 9, window_end: '2024-02-01 00:00:00' })
  })

  test('a later LastUpdatedTime wins as an instant, not as text', async () => {
    const { db, sink } = get()
    const early = record({ updated: '2024-01-01T10:00:00-07:00', more: { v: 'early' } })
    const late = record({ updated: '2024-01-01T09:30:00-08:00', more: { v: 'late' } })
    await sink.writePage(db, page([early], { realmId: 'instant' }))
    expect(await sink.writePage(db, page([late], { realmId: 'instant' }))).toEqual({ ...nothing, updated: 1 })
    expect(await sink.writePage(db, page([early], { realmId: 'instant', runId: 'run-2' }))).toEqual({
      ...nothing,
      stale: 1,
    })
    const [row] = await rows(db, 'raw.qb_invoices', 'instant')
    expect(row?.['payload']).toContain('late')
    expect(row?.['run_id']).toBe('run-2')
  })

  test('at the same time the SyncToken decides, as a number', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ token: '9', more: { v: 9 } })], { realmId: 'token' }))
    expect(
      await sink.writePage(db, page([record({ token: '10', more: { v: 10 } })], { realmId: 'token' })),
    ).toEqual({ ...nothing, updated: 1 })
    expect(await sink.writePage(db, page([record({ token: 'x' })], { realmId: 'token' }))).toEqual({
      ...nothing,
      stale: 1,
    })
  })

  test('another payload under the same version is an update', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ more: { Country: 'US' } })], { realmId: 'silent' }))
    expect(
      await sink.writePage(db, page([record({ more: { Country: 'USA' } })], { realmId: 'silent' })),
    ).toEqual({ ...nothing, updated: 1 })
  })

  test('the signed URL of an Attachable is no change', async () => {
    const { db, sink } = get()
    const draft = { realmId: 'signed', entity: 'Attachable' }
    await sink.writePage(db, page([record({ more: { TempDownloadUri: 'https://a/1' } })], draft))
    expect(
      await sink.writePage(db, page([record({ more: { TempDownloadUri: 'https://a/2' } })], draft)),
    ).toEqual({ ...nothing, unchanged: 1 })
  })

  test('of duplicates inside a page the newest is written and counted once', async () => {
    const { db, sink } = get()
    const records = [
      record({ id: '1', token: '1', more: { v: 'old' } }),
      record({ id: '2' }),
      record({ id: '1', token: '2', more: { v: 'new' } }),
      record({ id: '1', token: '0', more: { v: 'older' } }),
    ]
    expect(await sink.writePage(db, page(records, { realmId: 'twice' }))).toEqual({ ...nothing, inserted: 2 })
    const [row] = await rows(db, 'raw.qb_invoices', 'twice')
    expect(row?.['payload']).toContain('new')
  })

  test('each record gets the window of its own target, and null leaves a record alone', async () => {
    const { db, sink } = get()
    const second = { start: '2024-02-01T00:00:00Z', end: '2024-03-01T00:00:00Z' }
    const counts = await sink.writePage(
      db,
      page([record({ id: '1' }), record({ id: '2' }), record({ id: '3' }), record({ id: '4' })], {
        realmId: 'targets',
        windows: [{ window: window2024 }, null, { window: second }, { window: null }],
      }),
    )
    expect(counts).toEqual({ ...nothing, inserted: 3 })
    const stored = await rows(db, 'raw.qb_invoices', 'targets')
    expect(stored.map(({ id, window_start }) => [id, window_start])).toEqual([
      ['1', '2024-01-01 00:00:00'],
      ['3', '2024-02-01 00:00:00'],
      ['4', null],
    ])
  })

  test('a record outside the range updates the row it has and is never inserted', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ id: '1' })], { realmId: 'outside' }))
    const moved = [record({ id: '1', token: '1' }), record({ id: '2', token: '1' })]
    const only = { window: null, onlyIfStored: true }
    const counts = await sink.writePage(db, page(moved, { realmId: 'outside', windows: [only, only] }))
    expect(counts).toEqual({ ...nothing, updated: 1 })
    const stored = await rows(db, 'raw.qb_invoices', 'outside')
    expect(stored).toHaveLength(1)
    expect(stored[0]).toMatchObject({ sync_token: '1', window_start: '2024-01-01 00:00:00' })
  })

  test('a stale record does not move the window of the newer one', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ token: '2' })], { realmId: 'stale-window' }))
    const windows = { start: '2023-01-01T00:00:00Z', end: '2023-01-02T00:00:00Z' }
    await sink.writePage(db, page([record({ token: '1' })], { realmId: 'stale-window', windows }))
    const [row] = await rows(db, 'raw.qb_invoices', 'stale-window')
    expect(row).toMatchObject({ sync_token: '2', window_start: '2024-01-01 00:00:00' })
  })

  test('a target too few is refused and nothing is written', async () => {
    const { db, sink } = get()
    const short = page([record({ id: '1' }), record({ id: '2' })], {
      realmId: 'short',
      windows: [{ window: window2024 }],
    })
    await expect(sink.writePage(db, short)).rejects.toMatchObject({ code: 'SINK_INVALID_PAGE' })
    expect(await rows(db, 'raw.qb_invoices', 'short')).toEqual([])
  })

  test('records without MetaData are stored with NULL times, and a version beats none', async () => {
    const { db, sink } = get()
    const draft = { realmId: 'no-times', entity: 'TaxCode' }
    await sink.writePage(db, page([record({ id: 'TAX', updated: null })], draft))
    expect(await rows(db, 'raw.qb_tax_codes', 'no-times')).toMatchObject([{ id: 'TAX', updated: null }])
    expect(await sink.writePage(db, page([record({ id: 'TAX' })], draft))).toEqual({ ...nothing, updated: 1 })
    expect(await sink.writePage(db, page([record({ id: 'TAX', updated: null })], draft))).toEqual({
      ...nothing,
      stale: 1,
    })
  })

  test('a time without an offset, or that is a word, is NULL', async () => {
    const { db, sink } = get()
    for (const [id, updated] of [
      ['1', '2024-01-01T10:00:00'],
      ['2', 'now'],
      ['3', 'infinity'],
    ] as const) {
      await sink.writePage(db, page([record({ id, updated })], { realmId: 'words' }))
    }
    const stored = await rows(db, 'raw.qb_invoices', 'words')
    expect(stored.map(({ updated }) => updated)).toEqual([null, null, null])
  })

  test('realms with the same ids do not meet', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ token: '5' })], { realmId: 'left' }))
    expect(await sink.writePage(db, page([record({ token: '1' })], { realmId: 'right' }))).toEqual({
      ...nothing,
      inserted: 1,
    })
  })

  test('an empty answer counts nothing', async () => {
    const { db, sink } = get()
    const empty = { ...page([], { realmId: 'empty' }), text: '{"QueryResponse":{},"time":"x"}' }
    expect(await sink.writePage(db, empty)).toEqual(nothing)
  })

  test('an answer that is laid out for people is the same page', async () => {
    const { db, sink } = get()
    const compact = page([record({ id: '1' }), record({ id: 'ñ😀' }), record({ id: '3' })], {
      realmId: 'laid-out',
    })
    const laidOut = JSON.stringify(JSON.parse(String(compact.text)), null, '\t').replaceAll('},', '} \r\n ,')
    expect(await sink.writePage(db, { ...compact, text: laidOut })).toEqual({ ...nothing, inserted: 3 })
    expect(await sink.writePage(db, compact)).toEqual({ ...nothing, unchanged: 3 })
    const bytes = new TextEncoder().encode(laidOut)
    expect(await sink.writePage(db, { ...compact, text: bytes })).toEqual({ ...nothing, unchanged: 3 })
    // The caller's bytes are the caller's.
    expect(new TextDecoder().decode(bytes)).toBe(laidOut)
  })

  test('an answer with one object is a page of one record', async () => {
    const { db, sink } = get()
    const one = { ...page([], { realmId: 'one' }), text: '{"Invoice":{"Id":"1"}}', recordsPath: ['Invoice'] }
    expect(await sink.writePage(db, one)).toEqual({ ...nothing, inserted: 1 })
  })

  test('a page rolled back by its transaction leaves nothing', async () => {
    const { db, sink } = get()
    await expect(
      db.transaction().execute(async (trx) => {
        await sink.writePage(trx, page([record()], { realmId: 'rollback' }))
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await rows(db, 'raw.qb_invoices', 'rollback')).toEqual([])
  })

  test('an unchanged row keeps the payload where it lies', async () => {
    const { db, sink } = get()
    const big = record({ more: { text: Array.from({ length: 600 }, (_, i) => `${i * 7919}`).join(' ') } })
    await sink.writePage(db, page([big], { realmId: 'toast' }))
    const size = async (): Promise<unknown> =>
      (
        await sql`SELECT pg_relation_size(reltoastrelid)::int AS size FROM pg_class WHERE oid = 'raw.qb_invoices'::regclass`.execute(
          db,
        )
      ).rows[0]
    const before = await size()
    for (let run = 0; run < 50; run++)
      await sink.writePage(db, page([big], { realmId: 'toast', runId: `r${run}` }))
    expect(await size()).toEqual(before)
  })
})
