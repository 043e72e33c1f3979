import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onEveryDatabaseInDepth } from './contract.js'
import { page, record, rows } from './records.js'

onEveryDatabaseInDepth('An odd record', (get) => {
  test('of RecurringTransaction is found inside the object of its type', async () => {
    const { db, sink } = get()
    await sink.migrate({ entities: ['RecurringTransaction'] })
    const draft = { realmId: 'odd', entity: 'RecurringTransaction' }
    const wrapped = [{ Invoice: record({ id: '5', token: '2' }) }, { Bill: record({ id: '6' }) }]
    expect(await sink.writePage(db, page(wrapped, draft))).toMatchObject({ inserted: 2, rejected: 0 })
    expect(await rows(db, 'raw.qb_recurring_transactions', 'odd')).toMatchObject([
      { id: '5', sync_token: '2', updated: '2024-01-01 18:00:00' },
      { id: '6' },
    ])
  })

  test('of ExchangeRate is named by its currencies and its day', async () => {
    const { db, sink } = get()
    await sink.migrate({ entities: ['ExchangeRate'] })
    const rate = {
      SourceCurrencyCode: 'INR',
      TargetCurrencyCode: 'USD',
      AsOfDate: '2015-07-07',
      Rate: 0.0157,
    }
    await sink.writePage(
      db,
      page([rate, { ...rate, AsOfDate: '2015-07-08' }], { realmId: 'odd', entity: 'ExchangeRate' }),
    )
    expect((await rows(db, 'raw.qb_exchange_rates', 'odd')).map(({ id }) => id)).toEqual([
      'INR:USD:2015-07-07',
      'INR:USD:2015-07-08',
    ])
  })

  test('of 20 MB of one pattern is stored', async () => {
    const { db, sink } = get()
    const text = `{"Id":"big","Note":"${'0123456789abcdef'.repeat(1_310_720)}"}`
    expect(await sink.writePage(db, page([text, record()], { realmId: 'big' }))).toMatchObject({
      inserted: 2,
    })
    const { rows: found } =
      await sql`SELECT length(payload ->> 'Note') AS length FROM raw.qb_invoices WHERE id = 'big'`.execute(db)
    expect(found).toEqual([{ length: 20_971_520 }])
  })

  test('with more decimals than numeric keeps is refused, not rounded', async () => {
    const { db, sink } = get()
    const counts = await sink.writePage(
      db,
      page([`{"Id":"1","n":0.${'1'.repeat(17_000)}}`], { realmId: 'decimals' }),
    )
    expect(counts).toMatchObject({ inserted: 0, rejected: 1 })
    await sink.writePage(db, page([`{"Id":"2","n":0.${'1'.repeat(900)}}`], { realmId: 'decimals' }))
    const { rows: found } =
      await sql`SELECT length(payload ->> 'n') AS length FROM raw.qb_invoices WHERE realm_id = 'decimals'`.execute(
        db,
      )
    expect(found).toEqual([{ length: 902 }])
  })

  test('whose SyncToken is a novel is stored', async () => {
    const { db, sink } = get()
    const counts = await sink.writePage(
      db,
      page([record({ token: 'x'.repeat(100_000) })], { realmId: 'novel' }),
    )
    expect(counts).toMatchObject({ inserted: 1 })
  })

  test('of an entity that has no table is refused by name', async () => {
    const { db, sink } = get()
    await expect(sink.writePage(db, page([record()], { entity: 'toString' }))).rejects.toThrow(/"toString"/)
  })
})
