import type { EntityDefinition } from 'qbo-client'
import { worst } from '../checks/check.js'
import { BackfillError } from '../errors.js'
import type { BackfillEventBody } from '../events.js'
import { formatInstant } from '../plan/time-zone.js'
import { createEmitter } from '../run/emitter.js'
import { createProgress } from '../run/progress.js'
import { createUsageMeter } from '../run/usage-meter.js'
import type { StoredRun } from '../store/store.js'
import { coverageOf, type Coverage } from './coverage.js'
import { verifyCovered } from './verify-covered.js'
import { resolveVerifyOptions, type ResolvedVerifyOptions, type VerifyOptions } from './verify-options.js'
import type { VerifiedEntity, VerifyReport } from './verify-report.js'

/**
 * Proves a range that finished runs have covered again, by the source's own dates and without reading it again. Writes
 * nothing to the raw tables: what QuickBooks has changed since is told, not applied.
 *
 * @throws {BackfillError} for wrong options, a range that no finished run covers, a database that cannot be used.
 * @throws {QboError} when QuickBooks cannot be asked.
 * @throws the signal's reason when it is aborted.
 */
export async function verifyBackfill(options: VerifyOptions): Promise<VerifyReport> {
  const resolved = resolveVerifyOptions(options)
  const { emit } = createEmitter(resolved.onEvent)
  const meter = createUsageMeter(resolved.source, resolved.store, emit)
  const progress = createProgress(emit, () => meter.calls, 'verify')
  const started = Date.now()
  try {
    const { entities, verifiedAt } = await verifyAll(resolved, emit)
    await meter.flush(true)
    return {
      realmId: resolved.source.realmId,
      environment: resolved.source.environment,
      ...resolved.range,
      status: worst(entities.map((entity) => entity.status)),
      entities,
      apiCalls: meter.calls,
      durationMs: Date.now() - started,
      verifiedAt,
    }
  } finally {
    await meter.flush(true)
    progress.stop()
    meter.stop()
  }
}

async function verifyAll(
  options: ResolvedVerifyOptions,
  emit: (event: BackfillEventBody) => void,
): Promise<{ entities: readonly VerifiedEntity[]; verifiedAt: string }> {
  const { source, store, signal } = options
  await store.requirePrepared(options.entities.map((entity) => entity.name))
  const runs = await store.finishedRuns(source.realmId)
  refuseOtherEnvironment(runs, options)
  const coverages = options.entities.map((entity) => coverageFor(entity, options, runs))
  const first = options.entities[0]?.name ?? 'Invoice'
  const { time } = await source.count({ entity: first }, { signal })
  const serverNow = Date.parse(time ?? new Date().toISOString())
  const entities: VerifiedEntity[] = []
  for (const [index, entity] of options.entities.entries()) {
    const coverage = coverages[index]
    if (coverage === undefined) continue
    const verified = await verifyCovered(options, entity, coverage, serverNow)
    const { expected, loaded, missing, appeared, changed, left, status } = verified
    const numbers = { expected, loaded, missing, appeared, changed, left }
    emit({ type: 'verify.compared', entity: entity.name, status, ...numbers })
    entities.push(verified)
  }
  return { entities, verifiedAt: formatInstant(serverNow) }
}

function coverageFor(
  entity: EntityDefinition,
  { range }: ResolvedVerifyOptions,
  runs: readonly StoredRun[],
): Coverage {
  const coverage = coverageOf(entity, range, runs)
  const [gap] = coverage.uncovered
  if (gap === undefined) return coverage
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    coverage.covered.length === 0
      ? `${entity.name}: no finished run covers this range, so there is nothing to verify. Load it first with qbo-backfill run.`
      : `${entity.name}: no finished run covers ${gap.from} up to ${gap.to}. Load it with qbo-backfill run, or verify a shorter range.`,
  )
}

function refuseOtherEnvironment(runs: readonly StoredRun[], { source }: ResolvedVerifyOptions): void {
  const other = runs.find((run) => run.environment !== source.environment)
  if (other === undefined) return
  throw new BackfillError(
    'BACKFILL_ENVIRONMENT_MISMATCH',
    `Realm ${source.realmId} was loaded into this database as ${other.environment}, and you say ${source.environment}. Set QBO_ENVIRONMENT=${other.environment}.`,
  )
}
