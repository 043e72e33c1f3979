import type { EntityName } from '../entity-name.js'
import type { QboRecord } from './record.js'
import type { Customer } from './customer.js'
import type { Invoice } from './invoice.js'
import type { Item } from './item.js'

/** The entities whose records have a type of their own. */
export interface EntityRecords {
  /** Customers and jobs. */
  readonly Customer: Customer
  /** Invoices, with their lines. */
  readonly Invoice: Invoice
  /** Products, services and categories. */
  readonly Item: Item
}

/**
 * What a record of an entity is: its own type where there is one, else {@link QboRecord}, as also where the entity is known
 * only when the program runs.
 */
export type RecordOf<E extends EntityName> = E extends keyof EntityRecords ? EntityRecords[E] : QboRecord
