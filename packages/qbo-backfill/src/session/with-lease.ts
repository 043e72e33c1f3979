import type { BackfillEventBody } from '../events.js'
import type { Source } from '../source/source.js'
import type { Lease, LeaseRequest } from '../ledger/lease.js'

export interface LeaseOptions {
  readonly source: Source
  readonly store: { acquireLease(request: LeaseRequest): Promise<Lease> }
  readonly waitForLeaseMs: number
  readonly signal: AbortSignal | undefined
}

/** Does the work while this process alone owns the realm, and says so when it has to wait for that. */
export async function withLease<T>(
  { source, store, waitForLeaseMs, signal }: LeaseOptions,
  emit: (event: BackfillEventBody) => void,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { realmId, environment } = source
  const lease = await store.acquireLease({
    realmId,
    environment,
    waitMs: waitForLeaseMs,
    signal,
    onWait: (holder) => emit({ type: 'lease.waiting', realmId, holder }),
  })
  try {
    return await work(lease)
  } finally {
    await lease.release()
  }
}
