import { sql, type RawBuilder } from 'kysely'

/** A view over one raw table. */
export interface FlatView {
  readonly name: string
  /** The entity whose table it reads. */
  readonly entity: string
  readonly select: (table: RawBuilder<unknown>) => RawBuilder<unknown>
}

const text = (path: string): RawBuilder<unknown> => sql`payload #>> '{${sql.raw(path)}}'`

// Casts are guarded: one record with a word where an amount should be must not break every query of the view.
const number = (path: string): RawBuilder<unknown> => {
  const value = sql`payload #> '{${sql.raw(path)}}'`
  return sql`CASE jsonb_typeof(${value}) WHEN 'number' THEN (${value})::numeric END`
}
const truth = (path: string): RawBuilder<unknown> => {
  const value = sql`payload #> '{${sql.raw(path)}}'`
  return sql`CASE jsonb_typeof(${value}) WHEN 'boolean' THEN (${value})::boolean END`
}
// A civil date stays text in the ISO form: it has no zone, sorts as it is, and '2024-02-31' breaks nothing.
const head = sql`realm_id, id, sync_token, create_time, last_updated_time, deleted_at`

function columns(list: readonly (readonly [string, RawBuilder<unknown>])[]): RawBuilder<unknown> {
  return sql.join(list.map(([name, value]) => sql`${value} AS ${sql.id(name)}`))
}

export const flatViews: readonly FlatView[] = [
  {
    name: 'qb_customers_flat',
    entity: 'Customer',
    select: (table) =>
      sql`SELECT ${head}, ${columns([
        ['display_name', text('DisplayName')],
        ['company_name', text('CompanyName')],
        ['given_name', text('GivenName')],
        ['family_name', text('FamilyName')],
        ['email', text('PrimaryEmailAddr,Address')],
        ['phone', text('PrimaryPhone,FreeFormNumber')],
        ['parent_id', text('ParentRef,value')],
        ['currency', text('CurrencyRef,value')],
        ['balance', number('Balance')],
        ['active', truth('Active')],
      ])} FROM ${table}`,
  },
  {
    name: 'qb_items_flat',
    entity: 'Item',
    select: (table) =>
      sql`SELECT ${head}, ${columns([
        ['name', text('Name')],
        ['full_name', text('FullyQualifiedName')],
        ['sku', text('Sku')],
        ['type', text('Type')],
        ['unit_price', number('UnitPrice')],
        ['purchase_cost', number('PurchaseCost')],
        ['quantity_on_hand', number('QtyOnHand')],
        ['income_account_id', text('IncomeAccountRef,value')],
        ['parent_id', text('ParentRef,value')],
        ['active', truth('Active')],
      ])} FROM ${table}`,
  },
  {
    name: 'qb_invoices_flat',
    entity: 'Invoice',
    select: (table) =>
      sql`SELECT ${head}, ${columns([
        ['doc_number', text('DocNumber')],
        ['txn_date', text('TxnDate')],
        ['due_date', text('DueDate')],
        ['customer_id', text('CustomerRef,value')],
        ['customer_name', text('CustomerRef,name')],
        ['currency', text('CurrencyRef,value')],
        ['exchange_rate', number('ExchangeRate')],
        ['total', number('TotalAmt')],
        ['tax', number('TxnTaxDetail,TotalTax')],
        ['balance', number('Balance')],
        ['email_status', text('EmailStatus')],
      ])} FROM ${table}`,
  },
  {
    name: 'qb_invoice_lines',
    entity: 'Invoice',
    select: (table) => sql`SELECT realm_id, invoice_id, line_number::int, deleted_at, ${columns([
      ['line_id', text('Id')],
      ['detail_type', text('DetailType')],
      ['description', text('Description')],
      ['amount', number('Amount')],
      ['item_id', text('SalesItemLineDetail,ItemRef,value')],
      ['item_name', text('SalesItemLineDetail,ItemRef,name')],
      ['quantity', number('SalesItemLineDetail,Qty')],
      ['unit_price', number('SalesItemLineDetail,UnitPrice')],
      ['tax_code', text('SalesItemLineDetail,TaxCodeRef,value')],
    ])} FROM (
  SELECT invoice.realm_id, invoice.id AS invoice_id, invoice.deleted_at, line.payload, line.line_number
  FROM ${table} AS invoice, jsonb_array_elements(
    CASE jsonb_typeof(invoice.payload -> 'Line') WHEN 'array' THEN invoice.payload -> 'Line' END
  ) WITH ORDINALITY AS line (payload, line_number)) AS lines`,
  },
]
