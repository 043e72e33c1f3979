import { checkEntities, type CustomCheck } from './checks/check-entities.js'
import { eventError, type BackfillEventBody } from './events.js'
import { resolveOptions, type BackfillOptions, type ResolvedBackfillOptions } from './options.js'
import type { ReadSetKind } from './plan/read-set.js'
import { proveEntities } from './proof/prove.js'
import type { BackfillReport } from './report/report.js'
import { beginRun, type BegunRun } from './run/begin-run.js'
import { limitCalls, type CallBudget } from './run/call-budget.js'
import { createEmitter, type Emitter } from './run/emitter.js'
import { finishRun } from './run/finish-run.js'
import { createProgress } from './run/progress.js'
import type { RunContext } from './run/run-context.js'
import { retrying } from './run/retrying.js'
import { runSegments } from './run/run-segments.js'
import { createUsageMeter, type UsageMeter } from './run/usage-meter.js'
import { withLease } from './run/with-lease.js'
import { recordsCounted } from './store/records-counted.js'
import type { Lease, StoredSegment } from './store/store.js'

/**
 * Reads the entities over the range into the store, proves that nothing is missing, and reports. If an unfinished run of
 * the same request is there, goes on where it stopped.
 *
 * Returns the report also when it is red or when segments failed: look at `status`.
 *
 * @throws {BackfillError} for wrong options, a realm that is taken, a database that cannot be used.
 * @throws {QboError} when QuickBooks refuses the whole run: authorization needed, wrong environment.
 * @throws the signal's reason when the run is aborted; its place is saved.
 */
export async function runBackfill(options: BackfillOptions): Promise<BackfillReport> {
  const resolved = resolveOptions(options)
  const emitter = createEmitter(resolved.onEvent)
  const emit = (event: BackfillEventBody): void => {
    emitter.emit(event)
    progress.observe(event)
  }
  const meter = createUsageMeter(resolved.source, resolved.store, emit)
  const progress = createProgress(emitter.emit, () => meter.calls)
  const budget = limitCalls(resolved.source, resolved.maxApiCalls)
  try {
    const report = await runLeased(resolved, emitter, emit, meter, budget)
    emit({ type: 'run.completed', report })
    return report
  } catch (error) {
    await meter.flush(true)
    emit({ type: resolved.signal?.aborted === true ? 'run.aborted' : 'run.failed', error: eventError(error) })
    throw error
  } finally {
    progress.stop()
    meter.stop()
    budget.stop()
  }
}

async function runLeased(
  options: ResolvedBackfillOptions,
  emitter: Emitter,
  emit: (event: BackfillEventBody) => void,
  meter: UsageMeter,
  budget: CallBudget,
): Promise<BackfillReport> {
  const { store } = options
  await store.prepare(options.entities.map((entity) => entity.name))
  return withLease(options, emit, async (lease) => {
    const begun = await beginRun(options, lease, ({ runId, resumed }) => {
      emitter.setRunId(runId)
      emit(startedEvent(options, resumed))
    })
    budget.spent(sum(Object.values(await store.runCalls(begun.run.runId))))
    meter.setRunId(begun.run.runId)
    announce(begun, emit)
    return work(contextOf(options, lease, begun, emit, meter), begun.segments, meter, options.checks)
  })
}

async function work(
  context: RunContext,
  segments: readonly StoredSegment[],
  meter: UsageMeter,
  custom: readonly CustomCheck[],
): Promise<BackfillReport> {
  const started = Date.now()
  await runSegments(context, segments)
  // Everything from here on can be done again from its beginning, and is if a connection breaks.
  return retrying(
    context.signal,
    () => conclude(context, meter, custom, started),
    (attempt, waitMs, error) =>
      context.emit({ type: 'proof.retried', attempt, waitMs, error: eventError(error) }),
  )
}

async function conclude(
  context: RunContext,
  meter: UsageMeter,
  custom: readonly CustomCheck[],
  started: number,
): Promise<BackfillReport> {
  const segments = await context.store.segments(context.run.runId)
  const proofs = await proveEntities(
    { ...context, seenSince: seenSince(segments) },
    provable(context, segments),
  )
  const checks = await checkEntities(context, segments, proofs, custom)
  for (const { entity, name, status, message } of checks)
    context.emit({ type: 'check.completed', entity, name, status, message })
  await meter.flush(true)
  return finishRun(context, { segments, proofs, checks, durationMs: Date.now() - started })
}

/** What a red entity's rows were read by before it was opened again is no witness: each counts from its last beginning. */
function seenSince(segments: readonly StoredSegment[]): ReadonlyMap<string, string> {
  const since = new Map<string, string>()
  for (const { entity, begunAt } of segments) {
    const earliest = since.get(entity)
    if (begunAt !== undefined && (earliest === undefined || begunAt < earliest)) since.set(entity, begunAt)
  }
  return since
}

/** Entities whose segments are all read, each with the read sets that were not empty when the run was planned. */
function provable(
  context: RunContext,
  segments: readonly StoredSegment[],
): ReadonlyMap<string, ReadonlySet<ReadSetKind>> {
  const kinds = new Map<string, ReadonlySet<ReadSetKind>>()
  for (const entity of context.entities.keys()) {
    const own = segments.filter((segment) => segment.entity === entity)
    if (own.every((segment) => segment.status === 'done'))
      kinds.set(entity, new Set(own.map((segment) => segment.kind)))
  }
  return kinds
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function startedEvent(
  { source, entities, range }: ResolvedBackfillOptions,
  resumed: boolean,
): BackfillEventBody {
  const { realmId, environment } = source
  return {
    type: 'run.started',
    realmId,
    environment,
    entities: entities.map((entity) => entity.name),
    ...range,
    resumed,
  }
}

function announce(begun: BegunRun, emit: (event: BackfillEventBody) => void): void {
  const { run, segments } = begun
  for (const message of run.notices) emit({ type: 'notice', message })
  emit({
    type: 'plan.created',
    segments: segments.length,
    remaining: segments.filter((segment) => segment.status !== 'done').length,
    expected: Object.fromEntries(
      Object.entries(run.totals).map(([entity, totals]) => [entity, totals.expected]),
    ),
    alreadyRead: alreadyRead(begun),
    settledBefore: run.settledBefore,
  })
}

/** A segment without a place is begun anew and reads its records again. */
function alreadyRead({ run, segments }: BegunRun): Readonly<Record<string, number>> {
  const kept = segments.filter(({ status, cursor }) => status === 'done' || cursor !== undefined)
  const readOf = (entity: string): number =>
    kept
      .filter((segment) => segment.entity === entity)
      .reduce((sum, segment) => sum + recordsCounted(segment), 0)
  return Object.fromEntries(Object.keys(run.totals).map((entity) => [entity, readOf(entity)]))
}

function contextOf(
  options: ResolvedBackfillOptions,
  lease: Lease,
  begun: BegunRun,
  emit: (event: BackfillEventBody) => void,
  meter: UsageMeter,
): RunContext {
  return {
    source: options.source,
    store: options.store,
    lease,
    run: begun.run,
    pageSink: options.pageSink,
    // An entity that the company's plan does not have was left out when the run was planned.
    entities: new Map(
      options.entities
        .filter(({ name }) => begun.run.totals[name] !== undefined)
        .map((entity) => [entity.name, entity]),
    ),
    windows: begun.windows,
    signal: options.signal ?? new AbortController().signal,
    emit(event) {
      emit(event)
      if (event.type === 'page.written') void meter.flush()
    },
  }
}
