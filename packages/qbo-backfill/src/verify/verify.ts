import type { EntityDefinition } from 'qbo-client'
import { worst } from '../verdict/colour.js'
import { BackfillError } from '../errors.js'
import type { BackfillEventBody } from '../events.js'
import { formatInstant } from '../plan/time-zone.js'
import { withSession } from '../session/session.js'
import { allEnded } from '../failure/all-ended.js'
import { askCompany } from './ask-company.js'
import { coverageOf, type Coverage } from '../compare/coverage.js'
import { verifyCovered } from './verify-covered.js'
import { resolveVerifyOptions, type ResolvedVerifyOptions, type VerifyOptions } from './verify-options.js'
import type { VerifiedEntity, VerifyReport } from '../verdict/verify-report.js'
import type { StoredRun } from '../ledger/runs.js'

/**
 * Proves a range that finished runs have covered again, by the source's own dates and Id by Id. Writes
 * nothing to the raw tables: what QuickBooks has changed since is told, not applied.
 *
 * @throws {BackfillError} for wrong options, a range that no finished run covers, a database that cannot be used.
 * @throws {QboError} when QuickBooks cannot be asked.
 * @throws the signal's reason when it is aborted.
 */
export async function verifyBackfill(options: VerifyOptions): Promise<VerifyReport> {
  const resolved = resolveVerifyOptions(options)
  const { source, store, onEvent, range, limits } = resolved
  const started = Date.now()
  const sessionOptions = {
    source,
    store,
    onEvent,
    firstPhase: 'verify',
    limits,
    signal: resolved.signal,
  } as const
  return withSession(sessionOptions, async (session) => {
    const { signal = resolved.signal } = session
    const { entities, verifiedAt } = await verifyAll({ ...resolved, signal }, session.emit)
    await session.recordCalls()
    return {
      realmId: source.realmId,
      environment: source.environment,
      ...range,
      status: worst(entities.map((entity) => entity.status)),
      entities,
      apiCalls: session.calls,
      durationMs: Date.now() - started,
      verifiedAt,
    }
  })
}

/** Entities that are verified at once: of each the Ids are held that are compared. */
const atOnce = 10

async function verifyAll(
  options: ResolvedVerifyOptions,
  emit: (event: BackfillEventBody) => void,
): Promise<{ entities: readonly VerifiedEntity[]; verifiedAt: string | null }> {
  const { source, store } = options
  await store.requirePrepared(options.entities.map((entity) => entity.name))
  const runs = await store.runs.finished(source.realmId)
  refuseOtherEnvironment(runs, options)
  const covered = options.entities.map((entity) => ({ entity, coverage: coverageFor(entity, options, runs) }))
  const company = askCompany(options)
  const entities: VerifiedEntity[] = []
  for (let next = 0; next < covered.length; next += atOnce) {
    const some = covered.slice(next, next + atOnce)
    const work = some.map(({ entity, coverage }) => verifyCovered(options, entity, coverage, company))
    const [verified] = await allEnded([allEnded(work), company.money, company.serverNow])
    entities.push(...verified)
  }
  for (const verified of entities) {
    const { entity, expected, loaded, missing, appeared, changed, left, status } = verified
    const numbers = { expected, loaded, missing, appeared, changed, left }
    if (verified.witness !== undefined) emit({ type: 'witness.compared', entity, ...verified.witness })
    emit({ type: 'verify.compared', entity, status, ...numbers })
  }
  const serverNow = await company.serverNow
  return { entities, verifiedAt: serverNow === undefined ? null : formatInstant(serverNow) }
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
      ? {
          en: `${entity.name}: no finished run covers this range, so there is nothing to verify. Run a backfill of it first.`,
          es: `${entity.name}: ninguna corrida terminada abarca este período, así que no hay nada que verificar. Cárguelo primero con qbo-backfill run.`,
        }
      : {
          en: `${entity.name}: no finished run covers ${gap.from} up to ${gap.to}. Run a backfill of it, or verify a shorter range.`,
          es: `${entity.name}: ninguna corrida terminada abarca de ${gap.from} a ${gap.to}. Cárguelo con qbo-backfill run, o verifique un período más corto.`,
        },
  )
}

function refuseOtherEnvironment(runs: readonly StoredRun[], { source }: ResolvedVerifyOptions): void {
  const other = runs.find((run) => run.environment !== source.environment)
  if (other === undefined) return
  throw new BackfillError('BACKFILL_ENVIRONMENT_MISMATCH', {
    en: `Realm ${source.realmId} was loaded into this database as ${other.environment}, and you say ${source.environment}. Set QBO_ENVIRONMENT=${other.environment}.`,
    es: `La empresa ${source.realmId} se cargó en esta base de datos como ${other.environment}, y usted indica ${source.environment}. Ponga QBO_ENVIRONMENT=${other.environment}.`,
  })
}
