import type { Reject, RejectCounts, RejectQuery } from 'qbo-raw-sink'
import { inOwnTransaction } from '../database/own-transaction.js'
import type { Lease } from '../ledger/lease.js'
import type { StoreDatabase } from './store-database.js'

/** Records that are not stored as they came, and that no later version has replaced. */
export interface RejectStore {
  count(query: RejectsQuery): Promise<RejectCounts>
  list(query: RejectsQuery): Promise<readonly Reject[]>
  /** Notes that the source has delivered them since. */
  resolve(lease: Lease, entity: string, rejectIds: readonly string[]): Promise<void>
}

export type RejectsQuery = Omit<RejectQuery, 'unresolvedOnly' | 'entity'> & { readonly entity: string }

export function rejectStore({ db, sink, fenced }: StoreDatabase): RejectStore {
  return {
    count: (query) =>
      inOwnTransaction(db, (trx) => sink.countRejects(trx, { ...query, unresolvedOnly: true })),
    list: (query) => inOwnTransaction(db, (trx) => sink.rejects(trx, { ...query, unresolvedOnly: true })),
    resolve: (lease, entity, rejectIds) =>
      fenced(lease, async (trx) => {
        await sink.resolveRejects(trx, { realmId: lease.realmId, entity, rejectIds })
      }),
  }
}
