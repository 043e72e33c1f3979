import type { View } from '../select/view.js'

/** A table of Fivetran's, and what its rows are here. */
export interface FivetranTable {
  readonly entity: string
  /** @defaultValue a row is a record */
  readonly lists?: readonly string[]
  /** Columns in the short form of `columns`. */
  readonly list: string
  readonly where?: NonNullable<View['where']>
}

export type FivetranTables = Readonly<Record<string, FivetranTable>>

interface ListedOptions {
  readonly where?: NonNullable<View['where']>
  /** @defaultValue true */
  readonly hasSyncToken?: boolean
  /** Whether Fivetran says of it what is deleted; otherwise only what is not deleted is shown. @defaultValue true */
  readonly hasDeleted?: boolean
}

const synced = '_fivetran_synced=@last_seen'
const deleted = '_fivetran_deleted=@deleted'

/** A table of records. */
export function listed(
  entity: string,
  list: string,
  { where, hasSyncToken = true, hasDeleted = true }: ListedOptions = {},
): FivetranTable {
  const head = ['@id', synced, ...(hasDeleted ? [deleted] : []), ...(hasSyncToken ? ['@sync_token'] : [])]
  const times = 'created_at=@create_time, updated_at=@last_updated_time'
  return {
    entity,
    list: [...head, times, list].join(', '),
    ...(where === undefined ? {} : { where }),
  }
}

/** A table of the lines of records, numbered from 0. */
export function lines(entity: string, key: string, list: string): FivetranTable {
  return { entity, lists: ['Line'], list: `${key}=@id, @index, ${synced}, ${list}` }
}

/** A table of what records are linked to: a column a kind, of which one is filled. */
export function linked(entity: string, key: string, kinds: string): FivetranTable {
  return {
    entity,
    lists: ['LinkedTxn'],
    list: `${key}=@id, @index, ${synced}, ${linkedIds('', kinds)}`,
  }
}

/** A table of the taxes of records. */
export function taxLines(
  entity: string,
  key: string,
  options: { readonly hasDeleted?: boolean } = {},
): FivetranTable {
  const { hasDeleted = true } = options
  return {
    entity,
    lists: ['TxnTaxDetail.TaxLine'],
    list: `${key}=@id, @index, ${synced}, ${hasDeleted ? `${deleted}, ` : ''}Amount:number
      net_amount_taxable=TaxLineDetail.NetAmountTaxable:number
      override_delta_amount=TaxLineDetail.OverrideDeltaAmount:number, percent_based=TaxLineDetail.PercentBased:boolean
      tax_inclusive_amount=TaxLineDetail.TaxInclusiveAmount:number, tax_percent=TaxLineDetail.TaxPercent:number
      tax_rate_id=TaxLineDetail.TaxRateRef.value`,
  }
}

/** `Payment Bill=BillPayment|BillPaymentCheck`: the columns `payment_id` and, for several kinds, `bill_id`. */
export function linkedIds(prefix: string, kinds: string): string {
  const columnOf = (kind: string): string => {
    const [name = '', types = name] = kind.split('=')
    const column = `${name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_').toLowerCase()}_id`
    return `${column}=${prefix}TxnId?${prefix}TxnType=${types}`
  }
  return kinds.split(' ').map(columnOf).join(', ')
}
