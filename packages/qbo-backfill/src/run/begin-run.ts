import { randomUUID } from 'node:crypto'
import { BackfillError } from '../errors.js'
import { planDifference, runKeyOf, type RunIdentity } from '../ledger/run-key.js'
import type { ResolvedBackfillOptions } from '../options.js'
import { isInCdcReach } from '../plan/cdc-reach.js'
import { makePlan, type Plan } from '../plan/plan.js'
import type { Window } from '../plan/window.js'
import type { Store } from '../store/store.js'
import type { EntityTotals } from '../ledger/run-state.js'
import type { StoredSegment } from '../ledger/segments.js'
import type { NewRun, StoredRun } from '../ledger/runs.js'
import type { Lease } from '../ledger/lease.js'

/** A run that is stored and ready to be worked on. */
export interface BegunRun {
  readonly run: StoredRun
  readonly segments: readonly StoredSegment[]
  readonly windows: ReadonlyMap<string, readonly Window[]>
}

export interface FoundRun {
  readonly runId: string
  readonly resumed: boolean
}

/** What is told while a run begins. */
interface Beginning {
  onFound(this: void, found: FoundRun): void
  /** Of a new run, when its counts are asked for. */
  onCounting(this: void): void
  /** Of a new run, before it is stored. */
  onPlanned(this: void, planned: NewRun): void
}

/**
 * Resumes the unfinished run of the same key, or plans a new one. A run older than CDC can see cannot know what changed
 * meanwhile in what it has read: it is closed, and a new one reads everything.
 *
 * @throws {BackfillError} `BACKFILL_PLAN_CHANGED` if an unfinished run of the same realm, entities and range was planned
 * with another window, zone or schema.
 */
export async function beginRun(
  options: ResolvedBackfillOptions,
  lease: Lease,
  { onFound, ...planning }: Beginning,
): Promise<BegunRun> {
  const { store, source } = options
  const asked = identityOf(options)
  const related = (await store.runs.unfinished(source.realmId)).filter((run) => isSameWork(run, asked))
  for (const run of related.filter(isTooOld)) await store.runs.expire(lease, run.runId)
  const unfinished = related.filter((run) => !isTooOld(run))
  const same = unfinished.find((run) => runKeyOf(run) === runKeyOf(asked))
  if (same === undefined) refuseChangedPlan(unfinished, asked)
  const runId = same?.runId ?? randomUUID()
  onFound({ runId, resumed: same !== undefined })
  if (same === undefined) await planRun(options, lease, { ...asked, runId }, planning)
  else await store.runs.resume(lease, runId, await redSegments(store, runId))
  const run = (await store.runs.unfinished(source.realmId)).find((stored) => stored.runId === runId)
  if (run === undefined) throw new Error(`Run ${runId} was stored and is not there.`)
  return { run, segments: await store.segments.ofRun(runId), windows: await store.runs.windows(runId) }
}

function identityOf({ store, source, entities, range, windowSize }: ResolvedBackfillOptions): Identity {
  return {
    environment: source.environment,
    realmId: source.realmId,
    entities: entities.map((entity) => entity.name),
    from: range.from,
    to: range.to,
    timeZone: range.timeZone,
    windowSize,
    rawSchema: store.rawSchema,
  }
}

type Identity = RunIdentity & { readonly rawSchema: string }

async function planRun(
  options: ResolvedBackfillOptions,
  lease: Lease,
  run: RunIdentity & { readonly runId: string },
  { onCounting, onPlanned }: Omit<Beginning, 'onFound'>,
): Promise<void> {
  const plan = await makePlan({
    source: options.source,
    entities: options.entities,
    range: options.range,
    windowSize: options.windowSize,
    signal: options.signal,
    onCounting,
  })
  const planned: NewRun = {
    run: {
      ...run,
      clientId: options.source.clientId,
      settledBefore: plan.settledBefore,
      notices: plan.notices,
      totals: totalsOf(plan),
    },
    segments: plan.segments,
    windows: new Map(plan.entities.map(({ entity, windows }) => [entity.name, windows])),
  }
  onPlanned(planned)
  await options.store.runs.create(lease, planned)
}

/** A red entity that was read to its end is read again, from its beginning; one that was not goes on from its place. */
async function redSegments(store: Store, runId: string): Promise<readonly number[]> {
  const checks = await store.runs.checks(runId)
  const segments = await store.segments.ofRun(runId)
  const again = new Set(checks.filter((check) => check.status === 'red').map((check) => check.entity))
  for (const { entity, status } of segments) if (status !== 'done') again.delete(entity)
  return segments.filter((segment) => again.has(segment.entity)).map((segment) => segment.number)
}

function isTooOld(run: StoredRun): boolean {
  return !isInCdcReach(run.settledBefore, Date.now())
}

function isSameWork(run: StoredRun, asked: Identity): boolean {
  return (
    sorted(run.entities) === sorted(asked.entities) &&
    run.from === asked.from &&
    run.to === asked.to &&
    run.environment === asked.environment
  )
}

function refuseChangedPlan(unfinished: readonly StoredRun[], asked: Identity): void {
  const run = unfinished[0]
  if (run === undefined) return
  throw new BackfillError('BACKFILL_PLAN_CHANGED', {
    en:
      `Run ${run.runId} of the same entities and range is not finished, and was planned otherwise: ` +
      `${planDifference(run, asked, 'en').join('; ')}. Finish it with its own options first.`,
    es:
      `La corrida ${run.runId}, de las mismas entidades y el mismo período, no ha terminado y se planificó de otra manera: ` +
      `${planDifference(run, asked, 'es').join('; ')}. Termínela primero con sus propias opciones.`,
  })
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(',')
}

function totalsOf(plan: Plan): Record<string, EntityTotals> {
  const planned = plan.entities.map(({ entity, expected, totalAtSource, createdBefore, allIn }) => [
    entity.name,
    { expected, totalAtSource, createdBefore, allIn },
  ])
  const left = Object.entries(plan.leftOut).map(([entity, leftOut]) => [
    entity,
    { expected: 0, totalAtSource: 0, leftOut },
  ])
  return Object.fromEntries([...planned, ...left]) as Record<string, EntityTotals>
}
