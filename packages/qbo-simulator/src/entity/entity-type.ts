import type { Property, PropertyKind } from './property.js'

/** What the simulator knows about one entity of the API. */
export interface EntityType {
  readonly name: string
  /** The key of its rows in an answer: its name, but for CreditCardPayment. */
  readonly responseKey: string
  readonly kind: 'transaction' | 'list' | 'singleton'
  /** Filterable and sortable properties, by lower-case path. */
  readonly properties: ReadonlyMap<string, Property>
  readonly order: { readonly property: Property; readonly descending: boolean }
  /** The day a transaction is booked on: TxnDate, but for TaxPayment. */
  readonly date: Property | undefined
  /** Inactive rows are left out unless the statement speaks of Active. */
  readonly hidesInactive: boolean
  /** Whether a complete answer carries `totalCount`, as the recordings show it. */
  readonly showsTotalCount: boolean
  /** Whether CDC can be asked for it. */
  readonly hasCdc: boolean
  /** Rows are wrapped: `{"Invoice":{…}}`, as those of RecurringTransaction. */
  readonly isWrapped: boolean
  /** STARTPOSITION and MAXRESULTS count: they are ignored for CompanyInfo and TaxClassification (.NET-SDK#351). */
  readonly hasPaging: boolean
  /** ORDERBY counts: it does not work for TaxAgency (a limitation of AWS Glue's connector). */
  readonly hasOrdering: boolean
}

/** `Name` is text, `Name:kind` anything else, so that the table of entities reads as one. */
export interface EntitySpec {
  readonly kind: EntityType['kind']
  readonly properties: readonly string[]
  /** Property of the default order; transactions have LastUpdatedTime, newest first. */
  readonly order?: string
  readonly active?: boolean
}

const unsupportedByCdc = new Set(['JournalCode', 'TaxAgency', 'TimeActivity', 'TaxCode', 'TaxRate'])
const createTime: Property = { path: 'MetaData.CreateTime', kind: 'instant' }
const lastUpdatedTime: Property = { path: 'MetaData.LastUpdatedTime', kind: 'instant' }

/** Builds the entity's type from its line in the table of entities. */
export function buildEntityType(name: string, spec: EntitySpec): EntityType {
  const properties = new Map<string, Property>()
  const put = (property: Property): void => void properties.set(property.path.toLowerCase(), property)
  put({ path: 'Id', kind: 'id' })
  // CompanyInfo and Preferences cannot be asked by time ("doesn't work!", say those who tried).
  if (spec.kind !== 'singleton') [createTime, lastUpdatedTime].forEach(put)
  if (spec.active === true) put({ path: 'Active', kind: 'boolean' })
  for (const text of spec.properties) put(parseProperty(text))
  return {
    name,
    responseKey: name === 'CreditCardPayment' ? 'CreditCardPaymentTxn' : name,
    kind: spec.kind,
    properties,
    order: defaultOrder(spec, properties),
    date: properties.get('txndate') ?? properties.get('paymentdate'),
    // qbo_api#111: TaxCode's default shows inactive ones too.
    hidesInactive: spec.active === true && name !== 'TaxCode',
    showsTotalCount: name === 'Invoice',
    hasCdc: !unsupportedByCdc.has(name),
    isWrapped: name === 'RecurringTransaction',
    hasPaging: name !== 'CompanyInfo' && name !== 'TaxClassification',
    hasOrdering: name !== 'TaxAgency',
  }
}

function defaultOrder(spec: EntitySpec, properties: ReadonlyMap<string, Property>): EntityType['order'] {
  if (spec.kind === 'transaction') return { property: lastUpdatedTime, descending: true }
  const named = spec.order === undefined ? undefined : properties.get(spec.order.toLowerCase())
  return { property: named ?? createTime, descending: false }
}

function parseProperty(text: string): Property {
  const [path, kind = 'string'] = text.split(':')
  return { path: path!, kind: kind as PropertyKind }
}
