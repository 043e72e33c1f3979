import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onEveryDatabase } from './contract.js'
import { page, record } from './records.js'

onEveryDatabase('A reject', (get) => {
  test('stays acknowledged when the same record is read again', async () => {
    const { db, sink } = get()
    const query = { realmId: 'ack', openOnly: true }
    await sink.writePage(db, page(['{"a":1}'], { realmId: 'ack' }))
    expect(await sink.rejects(db, query)).toHaveLength(1)
    expect(await sink.acknowledgeRejects(db, { realmId: 'ack', by: 'ana' })).toEqual({ acknowledged: 1 })
    expect(await sink.acknowledgeRejects(db, { realmId: 'ack' })).toEqual({ acknowledged: 0 })
    await sink.writePage(db, page(['{"a":1}'], { realmId: 'ack', runId: 'run-2' }))
    expect(await sink.rejects(db, query)).toEqual([])
    expect(await sink.rejects(db, { realmId: 'ack', runId: 'run-2' })).toHaveLength(1)
    await sink.writePage(db, page(['{"a":2}'], { realmId: 'ack' }))
    expect(await sink.rejects(db, query)).toHaveLength(1)
  })

  test('is resolved when a newer version of the record is stored', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"Id":"1","n":1E999}'], { realmId: 'heal' }))
    expect(await sink.rejects(db, { realmId: 'heal', openOnly: true })).toHaveLength(1)
    await sink.writePage(db, page([record({ token: '1' })], { realmId: 'heal' }))
    expect(await sink.rejects(db, { realmId: 'heal', openOnly: true })).toEqual([])
    expect(await sink.rejects(db, { realmId: 'heal' })).toHaveLength(1)
  })

  test('is stored by a replay once nothing is in its way', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page(['{"x":1}'], { realmId: 'replay' }))
    expect(await sink.replayRejects(db, { realmId: 'replay', runId: 'r' })).toEqual({ stored: 0, refused: 1 })
    await sql`UPDATE raw.qb_rejects SET original = '{"Id":"9"}' WHERE realm_id = 'replay'`.execute(db)
    expect(await sink.replayRejects(db, { realmId: 'replay', runId: 'r' })).toEqual({ stored: 1, refused: 0 })
    expect(await sink.rejects(db, { realmId: 'replay', openOnly: true })).toEqual([])
    expect(await sink.storedIds(db, { realmId: 'replay', entity: 'Invoice', ids: ['9'] })).toEqual(['9'])
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
