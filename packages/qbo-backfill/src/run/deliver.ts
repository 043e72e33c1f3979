import { createHash } from 'node:crypto'
import type { QboRecord } from 'qbo-client'
import type { PageSink, SinkPage, SinkRecord } from '../store/page-sink.js'
import type { BackfillStore, Lease, RecordsCommit } from '../store/store.js'

export interface DeliveryScope {
  readonly pageSink: PageSink | undefined
  readonly lease: Lease
  readonly signal: AbortSignal
}

/** A page with all records of its answer; those without a target are not delivered. */
type Delivery = Omit<SinkPage, 'realmId' | 'records'> & {
  readonly records: readonly QboRecord[]
  readonly targets: RecordsCommit['targets']
}

/** Hands a page to the caller's own sink and waits until it is safe there. A page that holds nothing is not delivered. */
export async function deliverPage(
  { pageSink, lease, signal }: DeliveryScope,
  { key, runId, entity, text, recordsPath, records, targets, deleted }: Delivery,
): Promise<void> {
  if (pageSink === undefined) return
  const kept = records.flatMap((record, index): SinkRecord[] => {
    const target = targets[index] ?? null
    if (target === null) return []
    return [{ index, record, window: target.window, onlyIfStored: target.onlyIfStored === true }]
  })
  if (kept.length + deleted.length === 0) return
  const page = { key, runId, realmId: lease.realmId, entity, text, recordsPath, records: kept, deleted }
  await pageSink.write(page, { signal })
}

/** Delivers what comes outside a scan: it has no place in a segment to be named by, so its content names it. */
export async function deliverRecords(
  scope: DeliveryScope,
  commit: RecordsCommit,
  records: readonly QboRecord[],
): Promise<void> {
  if (scope.pageSink === undefined) return
  const { runId, entity, text, recordsPath, targets, deleted } = commit
  const content = JSON.stringify([text, recordsPath, targets, deleted])
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32)
  await deliverPage(scope, { ...commit, key: `${runId}/${entity}/${hash}`, records })
}

/** Delivers and commits what the proof brings. */
export async function commitRecords(
  scope: DeliveryScope & { readonly store: BackfillStore },
  commit: RecordsCommit,
  records: readonly QboRecord[],
): ReturnType<BackfillStore['commitRecords']> {
  await deliverRecords(scope, commit, records)
  return scope.store.commitRecords(scope.lease, commit)
}
