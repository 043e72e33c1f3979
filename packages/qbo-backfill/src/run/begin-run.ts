import { randomUUID } from 'node:crypto'
import type { EntityDefinition } from 'qbo-client'
import { BackfillError } from '../errors.js'
import { planDifference, runKeyOf } from '../ledger/run-key.js'
import type { ResolvedBackfillOptions } from '../options.js'
import { makePlan, type Plan } from '../plan/plan.js'
import type { Window } from '../plan/window.js'
import type { Lease, RunIdentity, StoredRun, StoredSegment } from '../store/store.js'
import { reopening } from './reopening.js'

/** A run that is stored and ready to be worked on. */
export interface BegunRun {
  readonly run: StoredRun
  readonly segments: readonly StoredSegment[]
  readonly windows: ReadonlyMap<string, readonly Window[]>
  readonly resumed: boolean
}

/**
 * Resumes the unfinished run of the same key, or plans a new one.
 *
 * @throws {BackfillError} `BACKFILL_PLAN_CHANGED` if an unfinished run of the same realm, entities and range was planned
 * with another window, zone or schema.
 */
export async function beginRun(options: ResolvedBackfillOptions, lease: Lease): Promise<BegunRun> {
  const { store, source } = options
  const asked: RunIdentity & { rawSchema: string } = {
    environment: source.environment,
    realmId: source.realmId,
    entities: options.entities.map((entity) => entity.name),
    from: options.range.from,
    to: options.range.to,
    timeZone: options.range.timeZone,
    windowSize: options.windowSize,
    rawSchema: store.rawSchema,
  }
  const unfinished = await store.unfinishedRuns(source.realmId)
  const same = unfinished.find((run) => runKeyOf(run) === runKeyOf(asked))
  if (same === undefined) refuseChangedPlan(unfinished, asked)
  const runId = same === undefined ? await planRun(options, lease, asked) : await resume(options, lease, same)
  const run = (await store.unfinishedRuns(source.realmId)).find((stored) => stored.runId === runId)
  if (run === undefined) throw new Error(`Run ${runId} was stored and is not there.`)
  return {
    run,
    segments: await store.segments(runId),
    windows: await store.windows(runId),
    resumed: same !== undefined,
  }
}

async function planRun(
  options: ResolvedBackfillOptions,
  lease: Lease,
  identity: RunIdentity,
): Promise<string> {
  const plan = await makePlan({
    source: options.source,
    entities: options.entities,
    range: options.range,
    windowSize: options.windowSize,
    signal: options.signal,
  })
  const runId = randomUUID()
  await options.store.createRun(lease, {
    run: {
      ...identity,
      runId,
      clientId: options.source.clientId,
      settledBefore: plan.settledBefore,
      notices: plan.notices,
      totals: totalsOf(plan),
    },
    segments: plan.segments,
    windows: new Map(plan.entities.map((planned) => [planned.entity.name, planned.windows])),
  })
  return runId
}

async function resume(options: ResolvedBackfillOptions, lease: Lease, run: StoredRun): Promise<string> {
  const { store, source, signal } = options
  const [segments, checks] = [await store.segments(run.runId), await store.checks(run.runId)]
  const firstEntity = options.entities[0] as EntityDefinition
  const plan = await reopening(
    run,
    segments,
    checks,
    async () => (await source.count({ entity: firstEntity.name }, { signal })).time,
  )
  await store.resumeRun(lease, run.runId, plan)
  return run.runId
}

function refuseChangedPlan(
  unfinished: readonly StoredRun[],
  asked: RunIdentity & { readonly rawSchema: string },
): void {
  const entities = sorted(asked.entities)
  for (const run of unfinished) {
    const sameWork = sorted(run.entities) === entities && run.from === asked.from && run.to === asked.to
    if (!sameWork || run.environment !== asked.environment) continue
    throw new BackfillError(
      'BACKFILL_PLAN_CHANGED',
      `Run ${run.runId} of the same entities and range is not finished, and was planned otherwise: ` +
        `${planDifference(run, asked).join('; ')}. Finish it with its own options first.`,
    )
  }
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(',')
}

function totalsOf(plan: Plan): Record<string, { expected: number; totalAtSource: number }> {
  return Object.fromEntries(
    plan.entities.map(({ entity, expected, totalAtSource }) => [entity.name, { expected, totalAtSource }]),
  )
}
