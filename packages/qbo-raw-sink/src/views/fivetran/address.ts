import { tableName } from '../../entity-tables.js'
import { quoteName, quoteText } from '../../sql-text.js'
import { columns } from '../select/column.js'
import { columnSql, typeOf } from '../select/column-sql.js'
import { payloadObject } from '../select/view-sql.js'
import type { CombinedView, Place } from '../select/view.js'

/** The fields that hold an address, by entity. An address has an Id of its own, and many documents repeat it. */
const addressFields: Readonly<Record<string, readonly string[]>> = {
  Customer: ['BillAddr', 'ShipAddr'],
  Vendor: ['BillAddr'],
  Employee: ['PrimaryAddr'],
  CompanyInfo: ['CompanyAddr', 'LegalAddr', 'CustomerCommunicationAddr'],
  Department: ['Address'],
  Invoice: ['BillAddr', 'ShipAddr', 'ShipFromAddr'],
  Estimate: ['BillAddr', 'ShipAddr', 'ShipFromAddr'],
  SalesReceipt: ['BillAddr', 'ShipAddr', 'ShipFromAddr'],
  CreditMemo: ['BillAddr', 'ShipAddr', 'ShipFromAddr'],
  RefundReceipt: ['BillAddr', 'ShipAddr'],
  Bill: ['VendorAddr'],
  VendorCredit: ['VendorAddr'],
  PurchaseOrder: ['VendorAddr', 'ShipAddr'],
  Purchase: ['RemitToAddr'],
}

const addressColumns = columns(`
  id=Id, City, Country, CountrySubDivisionCode, latitude=Lat, Line1, Line2, Line3, Line4, Line5, longitude=Long
  PostalCode`)

/** Each address once, as the record that was changed last has it. */
export const addressView: CombinedView = {
  name: 'address',
  columns: [
    ...addressColumns.map((column) => ({ name: column.name, type: typeOf(column) })),
    { name: '_fivetran_synced', type: 'timestamp with time zone' },
  ],
  select(place) {
    const sources = Object.entries(addressFields)
      .filter(([entity]) => place.entities.has(entity))
      .map(([entity, fields], rank) => addressesOf(entity, fields, rank, place))
    if (sources.length === 0) return undefined
    const source = { value: 'found.address' }
    const list = addressColumns.map(
      (column) => `${columnSql(column, source).expression} AS ${quoteName(column.name)}`,
    )
    return `SELECT DISTINCT ON ((found.address ->> 'Id'::text))
       ${list.join(',\n       ')},
       found.last_seen AS "_fivetran_synced"
FROM (
${sources.join('\nUNION ALL\n')}
) AS found
WHERE (found.address ->> 'Id'::text) IS NOT NULL
ORDER BY (found.address ->> 'Id'::text), found.last_updated_time DESC NULLS LAST, found.rank, found.id`
  },
}

function addressesOf(entity: string, fields: readonly string[], rank: number, place: Place): string {
  const declared = fields.map((field) => `${quoteName(field)} jsonb`).join(', ')
  const held = fields.map((field) => `(field.${quoteName(field)})`).join(', ')
  const realm = place.realmId === undefined ? '' : ` AND record.realm_id = ${quoteText(place.realmId)}::text`
  return `SELECT held.address, record.last_updated_time, record.last_seen, record.id, ${rank} AS rank
FROM ${quoteName(place.rawSchema, tableName(entity))} AS record
CROSS JOIN LATERAL pg_catalog.jsonb_to_record(
  ${payloadObject}
) AS field (${declared})
CROSS JOIN LATERAL (VALUES ${held}) AS held (address)
WHERE record.deleted_at IS NULL${realm}`
}
