import { expect, test } from 'vitest'
import { onBothDatabases } from './contract.js'
import { page, record, rows } from './records.js'

onBothDatabases('writePage', (get) => {
  test('a new record is inserted with its times, version and window', async () => {
    const { db, sink } = get()
    const counts = await sink.writePage(db, page([record({ id: '7', token: '3' })], { realmId: 'insert' }))
    expect(counts).toEqual({ inserted: 1, updated: 0, unchanged: 0, stale: 0, rejected: 0 })
    const [row] = await rows(db, 'raw.qb_invoices', 'insert')
    expect(row).toMatchObject({
      id: '7',
      sync_token: '3',
      updated: '2024-01-01 18:00:00',
      window_start: '2024-01-01 00:00:00',
      window_end: '2024-01-02 00:00:00',
      deleted_at: null,
    })
  })
})
