import type { Kysely } from 'kysely'
import type { RawSink } from 'qbo-raw-sink'
import type { Fenced } from '../ledger/lease.js'
import type { StateDatabase } from '../ledger/tables.js'

/** The one database of a store, as its parts use it. */
export interface StoreDatabase {
  readonly db: Kysely<StateDatabase>
  /** The same, in the schema of the state. */
  readonly state: Kysely<StateDatabase>
  readonly schema: string
  readonly sink: RawSink
  readonly fenced: Fenced
}
