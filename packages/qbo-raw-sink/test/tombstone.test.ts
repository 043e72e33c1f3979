import { expect, test } from 'vitest'
import { onEveryDatabase } from './contract.js'
import { page, record, rows } from './records.js'

const stub = { id: '1', deletedAt: '2024-03-01T00:00:00Z' }

onEveryDatabase('tombstone', (get) => {
  test('sets deleted_at, keeps the payload, and a second time changes nothing', async () => {
    const { db, sink } = get()
    const deleted = { realmId: 'dead', entity: 'Invoice', stubs: [stub], runId: 'run-2' }
    await sink.writePage(db, page([record(), record({ id: '2' })], { realmId: 'dead' }))
    const before = await rows(db, 'raw.qb_invoices', 'dead')
    expect(await sink.tombstone(db, deleted)).toEqual({ tombstoned: 1 })
    expect(await rows(db, 'raw.qb_invoices', 'dead')).toEqual([
      { ...before[0], deleted_at: '2024-03-01 00:00:00', run_id: 'run-2' },
      before[1],
    ])
    expect(
      await sink.tombstone(db, { ...deleted, stubs: [{ id: '1', deletedAt: '2024-04-01T00:00:00Z' }] }),
    ).toEqual({
      tombstoned: 0,
    })
    expect(await rows(db, 'raw.qb_invoices', 'dead')).toMatchObject([
      { deleted_at: '2024-03-01 00:00:00' },
      {},
    ])
  })

  test('spares a row that was updated after the deletion', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ updated: '2024-03-02T00:00:00Z' })], { realmId: 'later' }))
    expect(
      await sink.tombstone(db, { realmId: 'later', entity: 'Invoice', stubs: [stub], runId: 'r' }),
    ).toEqual({
      tombstoned: 0,
    })
  })

  test('is cleared by a full row as new as the deletion, and not by an older one', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record()], { realmId: 'revive' }))
    await sink.tombstone(db, { realmId: 'revive', entity: 'Invoice', stubs: [stub], runId: 'r' })
    expect(await sink.writePage(db, page([record()], { realmId: 'revive' }))).toMatchObject({ unchanged: 1 })
    expect(await rows(db, 'raw.qb_invoices', 'revive')).toMatchObject([{ deleted_at: '2024-03-01 00:00:00' }])
    const newer = record({ updated: '2024-03-01T00:00:00Z' })
    expect(await sink.writePage(db, page([newer], { realmId: 'revive' }))).toMatchObject({ updated: 1 })
    expect(await rows(db, 'raw.qb_invoices', 'revive')).toMatchObject([{ deleted_at: null }])
  })

  test('of an Id never stored is kept only where asked for, and gives way to a full row', async () => {
    const { db, sink } = get()
    const deleted = {
      realmId: 'stub',
      entity: 'Invoice',
      runId: 'r',
      stubs: [{ ...stub, text: '{"Id":"1","status":"Deleted"}' }],
    }
    expect(await sink.tombstone(db, deleted)).toEqual({ tombstoned: 0 })
    expect(await rows(db, 'raw.qb_invoices', 'stub')).toEqual([])
    expect(await sink.tombstone(db, { ...deleted, insertStubs: true })).toEqual({ tombstoned: 1 })
    expect(await sink.tombstone(db, { ...deleted, insertStubs: true })).toEqual({ tombstoned: 0 })
    expect(await sink.writePage(db, page([record()], { realmId: 'stub' }))).toMatchObject({ updated: 1 })
    const [row] = await rows(db, 'raw.qb_invoices', 'stub')
    expect(row).toMatchObject({ sync_token: '0', deleted_at: '2024-03-01 00:00:00' })
  })

  test('without a time takes the time of the transaction', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record()], { realmId: 'now' }))
    await sink.tombstone(db, { realmId: 'now', entity: 'Invoice', stubs: [{ id: '1' }], runId: 'r' })
    const [row] = await rows(db, 'raw.qb_invoices', 'now')
    expect(String(row?.['deleted_at'])).toMatch(/^20\d\d-/)
  })

  test('without a time marks a row that was changed later than the clock of the database shows', async () => {
    const { db, sink } = get()
    await sink.writePage(db, page([record({ updated: '2099-01-01T00:00:00Z' })], { realmId: 'ahead' }))
    const gone = { realmId: 'ahead', entity: 'Invoice', stubs: [{ id: '1' }], runId: 'r' }
    expect(await sink.tombstone(db, gone)).toEqual({ tombstoned: 1 })
    expect(await rows(db, 'raw.qb_invoices', 'ahead')).toMatchObject([{ deleted_at: '2099-01-01 00:00:00' }])
  })
})
