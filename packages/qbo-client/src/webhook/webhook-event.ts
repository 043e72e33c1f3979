/** What happened to the record. `other` is a word that this package does not know. */
export type WebhookOperation = 'created' | 'updated' | 'deleted' | 'merged' | 'voided' | 'emailed' | 'other'

/**
 * One thing that a webhook announces: a reason to ask, and no more. Deliveries come late, twice, in any order or never; what
 * is true says CDC or a query.
 */
export interface WebhookEvent {
  /** The same at every delivery of the same event. The older envelope has none: there it is made of all that it says. */
  readonly id: string
  /** The company. */
  readonly realmId: string
  /** By its name in the API, such as `Invoice`; one that this package does not know as QuickBooks writes it. */
  readonly entity: string
  /** Its Id, for `readById`. */
  readonly recordId: string
  /** What happened to it, if the webhook is to be believed. */
  readonly operation: WebhookOperation
  /** When it happened, ISO 8601 in UTC, to the millisecond. */
  readonly at: string
  /** Of a merge, the record that is no more. */
  readonly mergedId?: string
}
