import { createHash } from 'node:crypto'
import type { QboRecord } from 'qbo-client'
import type { PageSink, SinkPage, SinkRecord } from '../store/page-sink.js'
import type { BackfillStore, Lease, RecordsCommit } from '../store/store.js'

export interface DeliveryScope {
  readonly pageSink: PageSink | undefined
  readonly lease: Lease
  readonly signal: AbortSignal
}

type Delivery = Omit<SinkPage, 'realmId' | 'records' | 'text'> &
  Pick<RecordsCommit, 'targets'> & {
    /** Asked for only if there is a sink to take it. */
    readonly text: () => string
  }

/** Hands a page to the caller's own sink and waits until it is safe there. A page that holds nothing is not delivered. */
export async function deliverPage(
  { pageSink, lease, signal }: DeliveryScope,
  { key, runId, entity, text: readText, recordsPath, targets, deleted }: Delivery,
): Promise<void> {
  if (pageSink === undefined) return
  const text = readText()
  const records = recordsToKeep(text, recordsPath, targets)
  if (records.length + deleted.length === 0) return
  const page = { key, runId, realmId: lease.realmId, entity, text, recordsPath, records, deleted }
  await pageSink.write(page, { signal })
}

/** Delivers what comes outside a scan: it has no place in a segment to be named by, so its content names it. */
export async function deliverRecords(scope: DeliveryScope, commit: RecordsCommit): Promise<void> {
  if (scope.pageSink === undefined) return
  const { runId, entity, text, recordsPath, targets, deleted } = commit
  const content = JSON.stringify([text, recordsPath, targets, deleted])
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32)
  await deliverPage(scope, { ...commit, text: () => text, key: `${runId}/${entity}/${hash}` })
}

/** Delivers and commits what the proof brings. */
export async function commitRecords(
  scope: DeliveryScope & { readonly store: BackfillStore },
  commit: RecordsCommit,
): ReturnType<BackfillStore['commitRecords']> {
  await deliverRecords(scope, commit)
  return scope.store.commitRecords(scope.lease, commit)
}

/** Taken from the text, since a source may keep only some fields of the records that it parses. */
function recordsToKeep(
  text: string,
  recordsPath: readonly string[],
  targets: RecordsCommit['targets'],
): readonly SinkRecord[] {
  if (targets.every((target) => target === null)) return []
  let list: unknown = JSON.parse(text)
  for (const name of recordsPath) list = (list as Readonly<Record<string, unknown>>)[name]
  return (list as readonly QboRecord[]).flatMap((record, index) => {
    const target = targets[index] ?? null
    if (target === null) return []
    return [{ index, record, window: target.window, onlyIfStored: target.onlyIfStored === true }]
  })
}
