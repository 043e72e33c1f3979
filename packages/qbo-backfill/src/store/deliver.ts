import { createHash } from 'node:crypto'
import type { QboRecord } from 'qbo-client'
import { BackfillError, type BackfillErrorCode } from '../errors.js'
import type { PageSink, SinkPage, SinkRecord } from './page-sink.js'
import type { Store } from './store.js'
import { isRetryable } from '../failure/failure.js'
import type { Lease } from '../ledger/lease.js'
import type { RecordsCommit } from './write-records.js'

export const undeliveredCode: BackfillErrorCode = 'BACKFILL_PAGE_SINK_FAILED'

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
  try {
    await pageSink.write(page, { signal })
  } catch (error) {
    if (signal.aborted) throw error
    throw undelivered(key, error)
  }
}

/** Names who failed: without it, what the caller's own code threw would pass for an error of QuickBooks or the database. */
function undelivered(key: string, cause: unknown): BackfillError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const words = {
    en: `The page sink did not take page ${key}: ${reason}`,
    es: `El pageSink no recibió la página ${key}: «${reason}»`,
  }
  return new BackfillError(undeliveredCode, words, { cause, retryable: isRetryable(cause) })
}

/** Delivers what comes outside a scan: it has no place in a segment to be named by, so its content names it. */
export async function deliverRecords(scope: DeliveryScope, commit: RecordsCommit): Promise<void> {
  if (scope.pageSink === undefined) return
  const { runId, entity, recordsPath, targets, deleted } = commit
  const text = typeof commit.text === 'string' ? commit.text : Buffer.from(commit.text).toString('utf8')
  const content = JSON.stringify([text, recordsPath, targets, deleted])
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32)
  await deliverPage(scope, { ...commit, text: () => text, key: `${runId}/${entity}/${hash}` })
}

/** Delivers and commits what the proof brings. */
export async function commitRecords(
  scope: DeliveryScope & { readonly store: Store },
  commit: RecordsCommit,
): ReturnType<Store['rows']['commit']> {
  await deliverRecords(scope, commit)
  return scope.store.rows.commit(scope.lease, commit)
}

/** Makes tombstones of rows that are known to be gone; tells how many. */
export async function commitDeletions(
  scope: DeliveryScope & { readonly store: Store },
  at: Pick<RecordsCommit, 'runId' | 'entity'>,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0
  const deleted = ids.map((id) => ({ id }))
  const { tombstoned } = await commitRecords(scope, {
    ...at,
    text: '{}',
    recordsPath: [],
    targets: [],
    deleted,
  })
  return tombstoned
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
