import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onEveryDatabase } from './contract.js'
import { page, record } from './records.js'

onEveryDatabase('A reject', (get) => {
  test('stays acknowledged when the same record is read again', async () => {
    const { db, sink } = get()
    const query = { realmId: 'ack' }
    const counted = { saved: 0, open: 0, acknowledged: 0 }
    await sink.writePage(db, page(['{"a":1}'], { realmId: 'ack' }))
    expect(await sink.countRejects(db, query)).toEqual({ ...counted, open: 1 })
    expect(await sink.acknowledgeRejects(db, { realmId: 'ack', by: 'ana' })).toEqual({ acknowledged: 1 })
    expect(await sink.acknowledgeRejects(db, { realmId: 'ack' })).toEqual({ acknowledged: 0 })
    await sink.writePage(db, page(['{"a":1}'], { realmId: 'ack', runId: 'run-2' }))
    expect(await sink.countRejects(db, query)).toEqual({ ...counted, acknowledged: 1 })
    expect(await sink.rejects(db, { realmId: 'ack', runId: 'run-2' })).toHaveLength(1)
    await sink.writePage(db, page(['{"a":2}'], { realmId: 'ack' }))
    expect(await sink.countRejects(db, query)).toEqual({ ...counted, open: 1, acknowledged: 1 })
  })

  test('is counted by what has become of it, by its run, and since an instant', async () => {
    const { db, sink } = get()
    const query = { realmId: 'count', entity: 'Invoice' }
    const before = { saved: 0, open: 0, acknowledged: 0 }
    expect(await sink.countRejects(db, query)).toEqual(before)
    const replaced = String.raw`{"Id":"2","n":"\u0000"}`
    await sink.writePage(db, page(['{"a":1}', '{"a":2}', replaced], { realmId: 'count' }))
    const [first] = await sink.rejects(db, query)
    await sink.acknowledgeRejects(db, { ...query, rejectIds: [first?.rejectId ?? ''] })
    await sink.writePage(db, page(['{"a":3}'], { realmId: 'count', runId: 'run-2' }))
    expect(await sink.countRejects(db, query)).toEqual({ saved: 1, open: 2, acknowledged: 1 })
    expect(await sink.countRejects(db, { ...query, runId: 'run-2' })).toEqual({ ...before, open: 1 })
    const [, , , last] = await sink.rejects(db, query)
    const since = { ...query, seenSince: last?.lastSeen }
    expect(await sink.countRejects(db, since)).toEqual({ ...before, open: 1 })
    expect(await sink.rejects(db, since)).toEqual([last])
    await sink.resolveRejects(db, { ...query, rejectIds: [last?.rejectId ?? ''] })
    expect(await sink.countRejects(db, { ...since, unresolvedOnly: true })).toEqual(before)
  })

  test('is resolved when a newer version of the record is stored', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"Id":"1","n":1E999}'], { realmId: 'heal' }))
    expect(await sink.rejects(db, { realmId: 'heal', unresolvedOnly: true })).toHaveLength(1)
    await sink.writePage(db, page([record({ token: '1' })], { realmId: 'heal' }))
    expect(await sink.rejects(db, { realmId: 'heal', unresolvedOnly: true })).toEqual([])
    expect(await sink.rejects(db, { realmId: 'heal' })).toHaveLength(1)
  })

  test('is stored by a replay once nothing is in its way', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"x":1}'], { realmId: 'replay' }))
    expect(await sink.replayRejects(db, { realmId: 'replay', runId: 'r' })).toEqual({ stored: 0, refused: 1 })
    await sql`UPDATE raw.qb_rejects SET original = '{"Id":"9"}' WHERE realm_id = 'replay'`.execute(db)
    expect(await sink.replayRejects(db, { realmId: 'replay', runId: 'r' })).toEqual({ stored: 1, refused: 0 })
    expect(await sink.rejects(db, { realmId: 'replay', unresolvedOnly: true })).toEqual([])
    expect(await sink.idsLive(db, { realmId: 'replay', entity: 'Invoice', where: { ids: ['9'] } })).toEqual([
      '9',
    ])
  })

  test('is resolved when the version that is stored already is read again after it', async () => {
    const { db, sink } = get()
    const query = { realmId: 'back', unresolvedOnly: true }
    const read = page([record()], { realmId: 'back' })
    const early = { ...read, askedAt: new Date() }
    await sink.writePage(db, read)
    await sink.writePage(db, page(['{"Id":"1","SyncToken":"1","n":1E999}'], { realmId: 'back' }))
    expect(await sink.writePage(db, early)).toMatchObject({ unchanged: 1 })
    expect(await sink.rejects(db, query)).toHaveLength(1)
    for (let reads = 0; reads < 100 && (await sink.rejects(db, query)).length > 0; reads++) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      expect(await sink.writePage(db, { ...read, askedAt: new Date() })).toMatchObject({ unchanged: 1 })
    }
    expect(await sink.rejects(db, query)).toEqual([])
    // What is stored with U+FFFD is listed as long as it is so.
    const replaced = String.raw`{"Id":"2","n":"\u0000"}`
    await sink.writePage(db, page([replaced], { realmId: 'back' }))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const again = { ...page([replaced], { realmId: 'back' }), askedAt: new Date() }
    expect(await sink.writePage(db, again)).toMatchObject({ unchanged: 1 })
    expect(await sink.rejects(db, { realmId: 'back' })).toMatchObject([{}, { saved: true, resolvedAt: null }])
  })

  test('of the source is left alone by a replay, and resolved when the source has delivered it', async () => {
    const { db, sink } = get()
    const source = { realmId: 'deliver', entity: 'Invoice', runId: 'r', reason: '4002', message: 'm' }
    const detail = { second: '2024-01-01T00:00:00Z', ordinal: 3 }
    await sink.addReject(db, { ...source, original: JSON.stringify(detail), detail })
    await sink.addReject(db, { ...source, original: 'record 4 of that second' })
    await sink.writePage(db, page(['17'], { realmId: 'deliver' }))
    const replayed = await sink.replayRejects(db, { realmId: 'deliver', runId: 'r' })
    expect(replayed).toEqual({ stored: 0, refused: 1 })
    const listed = await sink.rejects(db, { realmId: 'deliver', unresolvedOnly: true })
    expect(listed).toMatchObject([{ reason: '4002', detail }, { reason: '4002' }, { reason: 'missing-id' }])
    const rejectIds = listed.slice(0, 1).map(({ rejectId }) => rejectId)
    const selection = { realmId: 'deliver', entity: 'Invoice', rejectIds }
    expect(await sink.resolveRejects(db, selection)).toEqual({ resolved: 1 })
    expect(await sink.resolveRejects(db, selection)).toEqual({ resolved: 0 })
    expect(await sink.rejects(db, { realmId: 'deliver', unresolvedOnly: true })).toHaveLength(2)
  })

  test('of the source is listed with what is known of it', async () => {
    const { db, sink } = get()
    const detail = { second: '2024-01-01T00:00:00Z', ordinal: 3, intuitTid: 'tid' }
    await sink.addReject(db, {
      realmId: 'source',
      entity: 'Invoice',
      runId: 'r',
      original: JSON.stringify(detail),
      reason: '4002',
      message: 'QueryProcessingError',
      detail,
    })
    expect(await sink.rejects(db, { realmId: 'source' })).toMatchObject([
      { reason: '4002', detail, saved: false },
    ])
  })
})
