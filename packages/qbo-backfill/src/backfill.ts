import { checkEntities } from './checks/check-entities.js'
import { allEnded } from './failure/all-ended.js'
import { isSpent } from './failure/failure.js'
import { eventError, type BackfillEventBody } from './events.js'
import { resolveOptions, type BackfillOptions, type ResolvedBackfillOptions } from './options.js'
import { entityRange, type EntityRange } from './plan/entity-range.js'
import { countingScope } from './proof/count-settled.js'
import { earlyLook, type EarlyLook } from './proof/early-look.js'
import { proveEntities } from './proof/prove.js'
import type { ProofScope } from './proof/entity-proof.js'
import { settleDelivered } from './proof/settle-delivered.js'
import type { BackfillReport } from './verdict/report.js'
import { beginRun, type BegunRun } from './run/begin-run.js'
import { finishRun } from './finish-run.js'
import type { RunContext } from './run/run-context.js'
import { retrying } from './failure/retrying.js'
import { runSegments } from './run/run-segments.js'
import { withSession, type Session } from './session/session.js'
import { withLease } from './session/with-lease.js'
import { earlyName, type EarlyName } from './source/early-name.js'
import { recordsCounted } from './store/records-counted.js'
import type { StoredSegment } from './ledger/segments.js'
import type { Lease } from './ledger/lease.js'
import type { NewRun } from './ledger/runs.js'
import type { RejectCounts } from 'qbo-raw-sink'
import type { Witnessed } from './witness/witness-entity.js'
import { earlyReports, type EarlyReports } from './witness/early-reports.js'
import { unloadedTypes, type UnloadedTypes } from './witness/unloaded-types.js'
import { witnessRun } from './witness/witness-run.js'
import { witnessedTypes } from './witness/witnessed-types.js'

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
  const { source, store, onEvent, maxApiCalls, limits, signal } = resolved
  const sessionOptions = { source, store, onEvent, firstPhase: 'plan', maxApiCalls, limits, signal } as const
  return withSession(sessionOptions, async (session) => {
    try {
      const report = await runLeased({ ...resolved, signal: session.signal }, session)
      session.emit({ type: 'run.completed', report })
      return report
    } catch (error) {
      await session.recordCalls()
      session.emit({
        type: signal?.aborted === true ? 'run.aborted' : 'run.failed',
        error: eventError(error, signal),
      })
      throw error
    }
  })
}

async function runLeased(options: ResolvedBackfillOptions, session: Session): Promise<BackfillReport> {
  const { store } = options
  // Neither waits for the other: a token takes as long as a question.
  await allEnded([
    store.prepare(options.entities.map((entity) => entity.name)),
    options.source.authorize?.({ signal: options.signal }),
  ])
  return withLease(options, session.emit, async (lease) => {
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])])
    const early: Early = {
      look: earlyLook(),
      reports: earlyReports(),
      signal,
      // What is under way is paid for, and counted when it is answered.
      giveUp: (error) => void (isSpent(error) || stop.abort(error)),
    }
    try {
      const begun = await beginRun(options, lease, {
        onFound({ runId, resumed }) {
          session.beginRun(runId)
          session.emit(startedEvent(options, resumed))
        },
        onCounting() {
          if (options.witness && options.entities.some(({ name }) => witnessedTypes(name) !== undefined))
            early.reports.prepare(options.source, signal)
        },
        onPlanned: (planned) => beginEarly(options, early, planned),
      })
      session.spentBefore(sum(Object.values(await store.usage.callsOf(begun.run.runId))))
      announce(begun, session.emit)
      const context = contextOf({ ...options, signal }, lease, begun, session)
      return await work({ context, early, session, options }, begun.segments)
    } catch (error) {
      early.giveUp(error)
      throw error
    } finally {
      // What is under way ends with it: it would meet a database that is closed.
      await allEnded([early.look.take(), early.reports.take()])
    }
  })
}

/** What is asked for before the last page is committed, so that nobody waits for it then. */
interface Early {
  readonly look: EarlyLook
  readonly reports: EarlyReports
  /** Ends with the run. */
  readonly signal: AbortSignal
  /** Ends what is under way beside what has failed. */
  giveUp(this: void, error: unknown): void
}

/** Rows that ten streams read in three rounds: what is counted before them is hardly older than they. */
const soonRead = 10_000

/** What is known to be wanted as soon as all is planned, while the plan is stored: first what takes longest to come. */
function beginEarly(
  options: ResolvedBackfillOptions,
  { look, reports, signal }: Early,
  planned: NewRun,
): void {
  const { source, store, witness } = options
  const { run } = planned
  const scopes = entitiesToRead(options, planned).map((entity) => ({ source, store, run, entity, signal }))
  if (witness) reports.ask(scopes, signal)
  for (const scope of scopes)
    if ((run.totals[scope.entity.name]?.expected ?? 0) <= soonRead) look.count(countingScope(scope))
}

interface Work {
  readonly context: RunContext
  readonly early: Early
  readonly session: Session
  readonly options: Pick<ResolvedBackfillOptions, 'checks' | 'witness'>
}

async function work(whole: Work, segments: readonly StoredSegment[]): Promise<BackfillReport> {
  const { context, early, options } = whole
  const started = Date.now()
  const scopes = context.entities.map((entity) => ({ ...context, entity }))
  const name = earlyName(context.source)
  const unloaded = unloadedTypes(context, options.witness ? context.entities : [])
  try {
    await runSegments(context, segments, {
      // While little else is under way: what of a report is settled cannot change any more.
      onFirstPages(signal) {
        // Of a run that goes on; a new one has asked.
        if (options.witness) early.reports.ask(scopes, signal)
        unloaded.ask(signal)
        name.ask(signal)
      },
      onLastPages: (signal) => early.look.ask(scopes.map(countingScope), signal),
    })
    // Everything from here on can be done again from its beginning, and is if a connection breaks.
    return await retrying(
      context.signal,
      () => conclude({ ...whole, unloaded, name }, started),
      (attempt, waitMs, error) =>
        context.emit({ type: 'proof.retried', attempt, waitMs, error: eventError(error) }),
    )
  } catch (error) {
    early.giveUp(error)
    await allEnded([unloaded.ended(), name.take()])
    throw error
  }
}

interface Conclusion extends Work {
  readonly unloaded: UnloadedTypes
  readonly name: EarlyName
}

/** @param started when the run began to read, epoch milliseconds */
async function conclude(
  { context, early, name, unloaded: asked, session, options: { checks: custom, witness } }: Conclusion,
  started: number,
): Promise<BackfillReport> {
  name.ask(context.signal)
  const segments = await context.store.segments.ofRun(context.run.runId)
  const since = seenSince(segments)
  const scopes = readEntities(context, segments).map((entity) => ({
    ...context,
    entity,
    seenSince: since.get(entity.name),
  }))
  if (witness) early.reports.askBehindPages(scopes, context.signal)
  const proofs = await proveEntities(scopes, early.look)
  const proved = new Set(proofs.filter((proof) => proof.proved).map(({ entity }) => entity))
  for (const scope of scopes) if (proved.has(scope.entity.name)) await settleDelivered(scope)
  // Before rejects are counted: what it reads may be refused.
  const witnesses = witness ? await witnessRun(scopes, proofs, early.reports) : new Map<string, Witnessed>()
  // Behind the witness, which may have read what was lacking.
  const unloaded = await asked.take({ proofs, witnesses })
  const judged = { segments, proofs, witnesses, rejects: await countRejects(scopes) }
  const checks = await checkEntities(context, judged, custom)
  for (const { entity, name, status, message } of checks)
    context.emit({ type: 'check.completed', entity, name, status, message })
  const named = { companyName: await name.take() }
  await session.recordCalls()
  return finishRun(context, { ...judged, ...named, unloaded, checks, durationMs: Date.now() - started })
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

/** Entities whose segments are all read. */
function readEntities(context: RunContext, segments: readonly StoredSegment[]): readonly EntityRange[] {
  return context.entities.filter(({ name }) =>
    segments.every((segment) => segment.entity !== name || segment.status === 'done'),
  )
}

/** Of each entity that was read, the records that the run has met since then and that are not stored as they came. */
async function countRejects(scopes: readonly ProofScope[]): Promise<ReadonlyMap<string, RejectCounts>> {
  const counts = new Map<string, RejectCounts>()
  for (const { store, run, entity, seenSince } of scopes) {
    const { realmId, runId } = run
    counts.set(entity.name, await store.rejects.count({ realmId, entity: entity.name, runId, seenSince }))
  }
  return counts
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
      plannedEntities(run).map((entity) => [entity, run.totals[entity]?.expected ?? 0]),
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
  return Object.fromEntries(plannedEntities(run).map((entity) => [entity, readOf(entity)]))
}

function plannedEntities({ totals }: BegunRun['run']): readonly string[] {
  return Object.keys(totals).filter((entity) => totals[entity]?.leftOut === undefined)
}

/** What could not be read was left out when the run was planned. Of any other the plan says something. */
function entitiesToRead(
  { entities }: ResolvedBackfillOptions,
  { run, windows }: Pick<NewRun, 'run' | 'windows'>,
): RunContext['entities'] {
  const unplanned = entities.filter(({ name }) => typeof run.totals[name]?.expected !== 'number')
  if (unplanned.length > 0)
    throw new Error(
      `The plan of run ${run.runId} says nothing of ${unplanned.map(({ name }) => name).join(', ')}. Please report this.`,
    )
  return entities
    .filter(({ name }) => run.totals[name]?.leftOut === undefined)
    .map((entity) => entityRange(entity, windows.get(entity.name) ?? [], run.from))
}

function contextOf(
  options: ResolvedBackfillOptions,
  lease: Lease,
  begun: BegunRun,
  { emit }: Session,
): RunContext {
  return {
    source: options.source,
    store: options.store,
    lease,
    run: begun.run,
    streams: options.concurrency,
    pageSink: options.pageSink,
    entities: entitiesToRead(options, begun),
    signal: options.signal ?? new AbortController().signal,
    emit,
  }
}
