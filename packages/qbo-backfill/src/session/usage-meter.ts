import type { QboClientEvent } from 'qbo-client'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'
import type { RequestFailure } from '../ledger/usage.js'

export interface UsageMeter {
  /** API calls counted since the meter started. */
  readonly calls: number
  /** From now on calls belong to this run; those before it (planning) are added to it. */
  setRunId(runId: string): void
  /** Writes what has been counted, if the last time is a while ago or `now` is set. Never fails the run. */
  flush(now?: boolean): Promise<void>
  stop(): void
}

/** Counts kept in memory for this long may be lost with a killed process; a row for every call would cost more than it tells. */
const flushEveryMs = 2000

/** What tells of each call, and whose it is. */
export type MeteredSource = Pick<Source, 'clientId' | 'realmId' | 'subscribe'>

/** Counts every HTTP attempt of the source, by entity, and remembers the failures. */
export function createUsageMeter(
  source: MeteredSource,
  store: { readonly usage: Pick<Store['usage'], 'add'> },
  isReserved: boolean,
): UsageMeter {
  let calls = 0
  let runId: string | undefined
  let pending = emptyUsage()
  let flushedAt = Date.now()
  let underWay: Promise<unknown> = Promise.resolve()
  const add = async (usage: PendingUsage): Promise<void> => {
    const { clientId, realmId } = source
    try {
      await store.usage.add({ ...usage, isReserved, clientId, realmId, runId })
    } catch {
      // The database is away; the pages will find out. What was counted is not lost, and counted twice if only the answer was.
      pending = sum(usage, pending)
    }
  }
  const unsubscribe = source.subscribe((event) => {
    if (!isAttempt(event) || event.kind === 'token') return
    calls += 1
    pending.calls += 1
    const entity = event.entity ?? ''
    pending.callsByEntity[entity] = (pending.callsByEntity[entity] ?? 0) + 1
    if (event.type === 'request.completed') pending.metered += event.metered ? 1 : 0
    else if (event.type === 'request.failed') pending.failures.push(failureOf(event))
  })
  return {
    get calls() {
      return calls
    },
    setRunId: (id) => {
      runId = id
    },
    async flush(now = false) {
      // Whoever reads what was counted reads behind it all.
      if (now) await underWay
      if (pending.calls === 0 || (!now && Date.now() - flushedAt < flushEveryMs)) return
      const usage = pending
      pending = emptyUsage()
      flushedAt = Date.now()
      underWay = Promise.all([underWay, add(usage)])
      await underWay
    },
    stop: unsubscribe,
  }
}

type Attempt = Extract<QboClientEvent, { type: 'request.completed' | 'request.failed' | 'request.aborted' }>

/** What was sent is a call, whatever became of it. */
function isAttempt(event: QboClientEvent): event is Attempt {
  return (
    event.type === 'request.completed' || event.type === 'request.failed' || event.type === 'request.aborted'
  )
}

interface PendingUsage {
  calls: number
  metered: number
  callsByEntity: Record<string, number>
  failures: RequestFailure[]
}

function emptyUsage(): PendingUsage {
  return { calls: 0, metered: 0, callsByEntity: {}, failures: [] }
}

function sum(a: PendingUsage, b: PendingUsage): PendingUsage {
  const callsByEntity = { ...a.callsByEntity }
  for (const [entity, count] of Object.entries(b.callsByEntity)) {
    callsByEntity[entity] = (callsByEntity[entity] ?? 0) + count
  }
  return {
    calls: a.calls + b.calls,
    metered: a.metered + b.metered,
    callsByEntity,
    failures: [...a.failures, ...b.failures],
  }
}

function failureOf(event: Extract<QboClientEvent, { type: 'request.failed' }>): RequestFailure {
  return {
    at: new Date().toISOString(),
    entity: event.entity,
    kind: event.kind,
    code: event.code,
    status: event.status,
    attempt: event.attempt,
    intuitTid: event.intuitTid,
  }
}
