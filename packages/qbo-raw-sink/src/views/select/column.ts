/** How the JSON of a field becomes a column; what does not fit becomes null, and is listed among the unread values. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'instant'

/** What a row has beside its JSON. */
export type RowField =
  | 'realm_id'
  | 'id'
  | 'sync_token'
  | 'create_time'
  | 'last_updated_time'
  | 'last_seen'
  | 'deleted_at'
  /** Whether the record is deleted in QuickBooks. */
  | 'deleted'
  /** The place of an element in its list, from 0; for one in a list in a list, the place in the inner one. */
  | 'index'
  /** The place in the outer list, from 0. */
  | 'outer_index'
  /** The place of an element in its list, from 1. */
  | 'line_number'

/** A column of a view, and where it comes from. */
export type Column = { readonly name: string } & (
  | { readonly from: 'row'; readonly field: RowField }
  /** QuickBooks does not say it. */
  | { readonly from: 'nowhere'; readonly type: ColumnType }
  | {
      readonly from: 'json'
      readonly path: readonly string[]
      readonly type: ColumnType
      /** Only where the text at another path is one of these. */
      readonly when?: { readonly path: readonly string[]; readonly is: readonly string[] }
      /** Of the list at `path`, the StringValue of the custom field of this name. */
      readonly customField?: string
    }
)

/**
 * Reads the short form that the tables of columns are written in: columns separated by commas or ends of lines, each
 *
 * - `TxnDate:date`: the field `TxnDate` as the column `txn_date`; without a type, text
 * - `total_amount=TotalAmt:number`: the same, under another name; dots go inside, numbers into lists
 * - `CustomerRef:id`: what a reference points to, as `customer_id`; `CustomerRef:ref`: its name beside it
 * - `payment_id=TxnId?TxnType=Payment|Deposit`: only where TxnType says so
 * - `crew=CustomField{Crew #}`: a custom field, by its name
 * - `bill_id=@id`: of the row, and not of its JSON
 * - `latitude=-:number`: null
 */
export function columns(...lists: readonly string[]): readonly Column[] {
  const words = lists.flatMap((list) => list.split(/[,\n]/u)).map((word) => word.trim())
  return words.filter((word) => word !== '').flatMap(readColumn)
}

const form =
  /^(?:(?<name>\w+)=)?(?<from>@?[\w.-]+)(?:\{(?<custom>[^}]+)\})?(?::(?<type>\w+))?(?:\?(?<whenPath>[\w.]+)=(?<whenIs>[\w|]+))?$/u

function readColumn(word: string): readonly Column[] {
  const found = form.exec(word)?.groups
  if (found === undefined) throw new Error(`${JSON.stringify(word)} is no column of a view`)
  const { name, from, custom: customField, type = 'text', whenPath, whenIs } = found
  if (from === '-') return [{ name: name!, from: 'nowhere', type: type as ColumnType }]
  if (from!.startsWith('@')) {
    const field = from!.slice(1) as RowField
    return [{ name: name ?? field, from: 'row', field }]
  }
  const path = from!.split('.')
  const stem = snakeCase(path.at(-1)!)
  if (type === 'id' || type === 'ref') {
    const of = stem.replace(/_ref$/u, '')
    const id: Column = { name: name ?? `${of}_id`, from: 'json', path: [...path, 'value'], type: 'text' }
    if (type === 'id') return [id]
    return [id, { name: `${of}_name`, from: 'json', path: [...path, 'name'], type: 'text' }]
  }
  return [
    {
      name: name ?? stem,
      from: 'json',
      path,
      type: type as ColumnType,
      ...(whenPath === undefined ? {} : { when: { path: whenPath.split('.'), is: whenIs!.split('|') } }),
      ...(customField === undefined ? {} : { customField }),
    },
  ]
}

/** `TxnDate` → `txn_date`, `APAccountRef` → `ap_account_ref`, `Vendor1099` → `vendor_1099`. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, '$1_$2')
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1_$2')
    .replaceAll(/([A-Za-z])(\d)/gu, '$1_$2')
    .toLowerCase()
}
