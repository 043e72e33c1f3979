import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createRawSink } from '../src/index.js'
import { entityTables } from '../src/index.js'
import { flatColumns } from '../src/views/flat/flat-views.js'
import type { Database } from '../src/index.js'
import contract from './fivetran-contract.json' with { type: 'json' }
import { onEveryDatabaseInDepth } from './contract.js'
import { page, record } from './records.js'

const all = Object.keys(entityTables)

async function columnsIn(db: Database, schema: string): Promise<Record<string, Record<string, string>>> {
  const { rows } = await sql<{ view: string; columns: Record<string, string> }>`
    SELECT c.relname AS view, json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = ${schema} AND c.relkind = 'v' AND a.attnum > 0 GROUP BY 1`.execute(db)
  return Object.fromEntries(rows.map(({ view, columns }) => [view, columns]))
}

test('every entity of the catalogue has flat columns', () => {
  expect(Object.keys(flatColumns).toSorted()).toEqual(all.toSorted())
})

onEveryDatabaseInDepth('The views', (get) => {
  test('read columns, show null for what cannot be read, and say what that is', async () => {
    const { db, sink } = get()
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
        more: { TxnDate: '2024-02-29', TotalAmt: 10.5, Line: lines, CustomerRef: { value: '4' } },
      }),
      record({ id: '2', more: { TxnDate: '2023-02-29', TotalAmt: 'much', Line: {}, DueDate: '' } }),
    ]
    await sink.writePage(db, page(invoices, { realmId: 'views' }))
    const { views, changed, schema } = await sink.createViews({ style: 'flat' })
    expect(schema).toBe('raw')
    expect(changed).toEqual(views)
    expect(views).toEqual(
      expect.arrayContaining(['qb_customers_flat', 'qb_invoices_flat', 'qb_invoice_lines']),
    )
    expect(await sink.createViews({ style: 'flat' })).toMatchObject({ views, changed: [] })
    const flat = await sql`SELECT id, txn_date::text AS txn_date, due_date, customer_id, total::text AS total
      FROM raw.qb_invoices_flat WHERE realm_id = 'views' ORDER BY id`.execute(db)
    expect(flat.rows).toEqual([
      { id: '1', txn_date: '2024-02-29', due_date: null, customer_id: '4', total: '10.5' },
      { id: '2', txn_date: null, due_date: null, customer_id: null, total: null },
    ])
    const flatLines =
      await sql`SELECT invoice_id, line_number, amount::text AS amount, item_id FROM raw.qb_invoice_lines
      WHERE realm_id = 'views' ORDER BY line_number`.execute(db)
    expect(flatLines.rows).toEqual([
      { invoice_id: '1', line_number: 1, amount: '10.5', item_id: '7' },
      { invoice_id: '1', line_number: 2, amount: null, item_id: null },
    ])
    const unread = await sql`SELECT id, view_name, column_name, value FROM raw.qb_unread_values
      WHERE realm_id = 'views' ORDER BY 1, 3`.execute(db)
    expect(unread.rows).toEqual([
      { id: '1', view_name: 'qb_invoice_lines', column_name: 'amount', value: 'ten' },
      { id: '2', view_name: 'qb_invoices_flat', column_name: 'total', value: 'much' },
      { id: '2', view_name: 'qb_invoices_flat', column_name: 'txn_date', value: '2023-02-29' },
    ])
    expect(await sink.dropViews({ style: 'flat' })).toEqual(views)
    expect(await sink.idsLive(db, { realmId: 'views', entity: 'Invoice', where: {} })).toEqual(['1', '2'])
  })

  test('of Fivetran have the columns and types of the contract', async () => {
    const { db } = get()
    const sink = createRawSink({ db, schema: 'contract_raw' })
    await sink.migrate({ entities: all })
    const { views, dbt } = await sink.createViews({ style: 'fivetran', realmId: 'R1' })
    const { qb_unread_values: unread, ...found } = await columnsIn(db, 'quickbooks')
    expect(found).toEqual(contract)
    expect(Object.keys(unread ?? {})).toContain('value')
    for (const view of views) await sql`SELECT * FROM ${sql.id('quickbooks', view)}`.execute(db)
    const isOn = (name: string): boolean | undefined => dbt?.variables[name]
    expect(dbt?.missing).toEqual([])
    expect([isOn('using_bill'), isOn('using_purchase_order')]).toEqual([undefined, true])
    await sink.dropViews({ style: 'fivetran' })
  })

  test('are of the tables that exist, and say what the dbt package has to do without', async () => {
    const { sink } = get()
    const { views, dbt } = await sink.createViews({ style: 'fivetran', schema: 'some', realmId: 'R1' })
    expect(views).toEqual([
      'address',
      'customer',
      'invoice',
      'invoice_line',
      'invoice_line_bundle',
      'invoice_linked_txn',
      'invoice_tax_line',
      'qb_unread_values',
    ])
    expect(dbt?.missing).toEqual(['Account', 'Item', 'Purchase', 'Vendor'])
    expect(dbt?.variables).toMatchObject({ using_bill: false, using_invoice_tax_line: true })
    await sink.dropViews({ style: 'fivetran', schema: 'some' })
  })

  test('of Fivetran show one company, its deletions, and children of what is not deleted', async () => {
    const { db, sink } = get()
    const Line = [{ Amount: 1 }, { Amount: 2 }]
    const TxnTaxDetail = { TaxLine: [{ Amount: 0.5, TaxLineDetail: { TaxRateRef: { value: '3' } } }] }
    const BillAddr = { Id: '9', City: 'Quito' }
    const LinkedTxn = [
      { TxnId: '5', TxnType: 'Payment' },
      { TxnId: '6', TxnType: 'Estimate' },
    ]
    const more = { Line, TxnTaxDetail, LinkedTxn, BillAddr }
    for (const realmId of ['A', 'B'])
      await sink.writePage(
        db,
        page([record({ id: '1', more }), record({ id: '2', more })], { realmId, entity: 'Invoice' }),
      )
    await sink.tombstone(db, { realmId: 'A', entity: 'Invoice', runId: 'r', stubs: [{ id: '2' }] })
    await sink.createViews({ style: 'fivetran', schema: 'of_a', realmId: 'A' })
    const rowsOf = async (query: string): Promise<unknown> => (await sql.raw(query).execute(db)).rows
    expect(await rowsOf('SELECT id, _fivetran_deleted FROM of_a.invoice ORDER BY 1')).toEqual([
      { id: '1', _fivetran_deleted: false },
      { id: '2', _fivetran_deleted: true },
    ])
    expect(
      await rowsOf('SELECT invoice_id, index, amount::text AS amount FROM of_a.invoice_line ORDER BY 2'),
    ).toEqual([
      { invoice_id: '1', index: 0, amount: '1' },
      { invoice_id: '1', index: 1, amount: '2' },
    ])
    expect(
      await rowsOf('SELECT invoice_id, tax_rate_id, _fivetran_deleted FROM of_a.invoice_tax_line ORDER BY 1'),
    ).toEqual([
      { invoice_id: '1', tax_rate_id: '3', _fivetran_deleted: false },
      { invoice_id: '2', tax_rate_id: '3', _fivetran_deleted: true },
    ])
    expect(
      await rowsOf('SELECT index, payment_id, estimate_id FROM of_a.invoice_linked_txn ORDER BY 1'),
    ).toEqual([
      { index: 0, payment_id: '5', estimate_id: null },
      { index: 1, payment_id: null, estimate_id: '6' },
    ])
    expect(await rowsOf('SELECT id, city FROM of_a.address')).toEqual([{ id: '9', city: 'Quito' }])
    await expect(sink.createViews({ style: 'fivetran', schema: 'of_a', realmId: 'B' })).rejects.toThrow(
      'The schema of_a holds the views of company A',
    )
    await sink.createViews({ style: 'fivetran', schema: 'of_b', realmId: 'B' })
    expect(await sink.listViews()).toEqual(
      expect.arrayContaining([
        { schema: 'of_a', name: 'invoice', style: 'fivetran', realmId: 'A', isCurrent: true },
        { schema: 'of_b', name: 'invoice', style: 'fivetran', realmId: 'B', isCurrent: true },
      ]),
    )
    for (const schema of ['of_a', 'of_b']) await sink.dropViews({ style: 'fivetran', schema })
    expect(await sink.listViews()).toEqual([])
  })

  test('of another version are replaced with their rights, and never over what reads them', async () => {
    const { db, sink } = get()
    await sink.createViews({ style: 'flat', schema: 'old' })
    const comment = 'qbo-raw-sink: flat view of all companies from raw (definition 000000000000)'
    const asOfOld = async (select: string, name = 'qb_invoices_flat'): Promise<void> => {
      await sql`DROP VIEW IF EXISTS ${sql.id('old', name)}`.execute(db)
      await sql.raw(`CREATE VIEW old."${name}" AS ${select}`).execute(db)
      await sql.raw(`COMMENT ON VIEW old."${name}" IS '${comment}'`).execute(db)
    }
    const aclOf = async (): Promise<unknown> =>
      (
        await sql<{
          acl: string
        }>`SELECT relacl::text AS acl FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
          WHERE nspname = 'old' AND relname = 'qb_invoices_flat'`.execute(db)
      ).rows[0]?.acl
    const listed = async (): Promise<unknown> =>
      (await sink.listViews())
        .filter(({ schema, isCurrent }) => schema === 'old' && !isCurrent)
        .map(({ name }) => name)

    // Another type: made anew.
    await asOfOld('SELECT 1 AS realm_id')
    await asOfOld('SELECT 1 AS gone', 'qb_of_an_older_version')
    await sql`GRANT SELECT ON old.qb_invoices_flat TO PUBLIC`.execute(db)
    const acl = await aclOf()
    expect(await listed()).toEqual(['qb_invoices_flat', 'qb_of_an_older_version'])
    await sql`CREATE VIEW old.theirs AS SELECT * FROM old.qb_invoices_flat`.execute(db)
    await expect(sink.createViews({ style: 'flat', schema: 'old' })).rejects.toMatchObject({
      code: 'SINK_VIEW_IN_USE',
      message: expect.stringContaining('view old.theirs') as string,
    })
    await sql`DROP VIEW old.theirs`.execute(db)
    expect((await sink.createViews({ style: 'flat', schema: 'old' })).changed).toEqual(['qb_invoices_flat'])
    expect(await aclOf()).toEqual(acl)
    expect(await listed()).toEqual([])

    // The same columns, or fewer: replaced in place, under what reads it.
    await asOfOld('SELECT NULL::text AS realm_id')
    await sql`GRANT SELECT ON old.qb_invoices_flat TO PUBLIC`.execute(db)
    await sql`ALTER VIEW old.qb_invoices_flat SET (security_barrier = true)`.execute(db)
    await sql`CREATE VIEW old.theirs AS SELECT * FROM old.qb_invoices_flat`.execute(db)
    expect((await sink.createViews({ style: 'flat', schema: 'old' })).changed).toEqual(['qb_invoices_flat'])
    expect(await aclOf()).toEqual(acl)
    const { rows: options } = await sql`SELECT reloptions FROM pg_class
      WHERE oid = 'old.qb_invoices_flat'::regclass`.execute(db)
    expect(options).toEqual([{ reloptions: ['security_barrier=true'] }])
    await expect(sink.dropViews({ style: 'flat', schema: 'old' })).rejects.toMatchObject({
      code: 'SINK_VIEW_IN_USE',
    })
    await sql`DROP VIEW old.theirs`.execute(db)

    // Somebody else's.
    await sql`DROP VIEW old.qb_invoices_flat`.execute(db)
    await sql`CREATE VIEW old.qb_invoices_flat AS SELECT 1 AS mine`.execute(db)
    await expect(sink.createViews({ style: 'flat', schema: 'old' })).rejects.toMatchObject({
      code: 'SINK_FOREIGN_TABLE',
    })
    await sink.dropViews({ style: 'flat', schema: 'old' })
    const { rows } = await sql`SELECT mine FROM old.qb_invoices_flat`.execute(db)
    expect(rows).toEqual([{ mine: 1 }])
    await sql`DROP SCHEMA old CASCADE`.execute(db)
  })
})
