import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onEveryDatabase } from './contract.js'
import { page, record } from './records.js'

onEveryDatabase('The views', (get) => {
  test('read columns, survive words where numbers should be, and are dropped without loss', async () => {
    const { db, sink } = get()
    const entities = ['Customer', 'Invoice']
    const lines = [
      {
        Id: '1',
        Amount: 10.5,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '7' }, Qty: 3 },
      },
      { Amount: 'ten', DetailType: 'SubTotalLineDetail' },
    ]
    const invoices = [
      record({
        id: '1',
        more: { TxnDate: '2024-01-01', TotalAmt: 10.5, Line: lines, CustomerRef: { value: '4' } },
      }),
      record({ id: '2', more: { TotalAmt: 'much', Line: {} } }),
    ]
    await sink.writePage(db, page(invoices, { realmId: 'views' }))
    const names = ['qb_customers_flat', 'qb_invoices_flat', 'qb_invoice_lines']
    expect(await sink.createViews({ entities })).toEqual(names)
    expect(await sink.createViews({ entities })).toEqual(names)
    const flat = await sql`SELECT id, txn_date, customer_id, total::text AS total FROM raw.qb_invoices_flat
      WHERE realm_id = 'views' ORDER BY id`.execute(db)
    expect(flat.rows).toEqual([
      { id: '1', txn_date: '2024-01-01', customer_id: '4', total: '10.5' },
      { id: '2', txn_date: null, customer_id: null, total: null },
    ])
    const flatLines =
      await sql`SELECT invoice_id, line_number, amount::text AS amount, item_id FROM raw.qb_invoice_lines
      WHERE realm_id = 'views' ORDER BY line_number`.execute(db)
    expect(flatLines.rows).toEqual([
      { invoice_id: '1', line_number: 1, amount: '10.5', item_id: '7' },
      { invoice_id: '1', line_number: 2, amount: null, item_id: null },
    ])
    await sink.dropViews({ entities })
    expect(await sink.idsLive(db, { realmId: 'views', entity: 'Invoice', where: {} })).toEqual(['1', '2'])
  })
})
