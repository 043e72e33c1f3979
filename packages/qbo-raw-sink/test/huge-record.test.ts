import { expect, test } from 'vitest'
import { onEveryDatabaseInDepth } from './contract.js'
import { page, record, rows } from './records.js'

const megabyte = 2 ** 20
/** 50 MB that do not compress to nothing, as attached notes would not. */
const note = Array.from({ length: 50 * 1024 }, (_, line) => `${line} `.padEnd(1024, 'lorem ipsum ')).join('')
const good = Array.from({ length: 999 }, (_, index) => JSON.stringify(record({ id: `g${index}` })))

onEveryDatabaseInDepth('A record of 50 MB', (get) => {
  test('is stored beside 999 others, in a small multiple of its size', async () => {
    const { db, sink, server } = get()
    const huge = `{"Id":"huge","SyncToken":"0","PrivateNote":"${note}"}`
    const next = page([...good, huge], { realmId: 'huge' })
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10)
    expect(await sink.writePage(db, next)).toMatchObject({ inserted: 1000, rejected: 0 })
    expect(await sink.writePage(db, next)).toMatchObject({ unchanged: 1000 })
    clearInterval(watch)
    // The text, its bytes on the way to the server, and room for a late collector. PGlite is the server as well.
    expect((peak - before) / megabyte).toBeLessThan(server === 'PGlite' ? 3000 : 600)
    const stored = await rows(db, 'raw.qb_invoices', 'huge')
    expect(String(stored.at(-1)?.['payload']).length).toBeGreaterThan(50 * megabyte)
  })
})
