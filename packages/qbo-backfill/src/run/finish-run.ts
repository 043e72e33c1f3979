import { worst, type Check } from '../checks/check.js'
import { liveByWindow } from '../checks/check-entities.js'
import type { RunVerdict } from '../ledger/run-state.js'
import type { ProvedEntity } from '../proof/prove.js'
import { entityReport, type BackfillReport, type EntityReport } from '../report/report.js'
import type { StoredSegment, WindowResult } from '../store/store.js'
import { windowsFor, type RunContext } from './run-context.js'

export interface Findings {
  readonly segments: readonly StoredSegment[]
  readonly proofs: readonly ProvedEntity[]
  readonly checks: readonly Check[]
  readonly durationMs: number
}

/** Writes the verdict: windows with what they hold, checks, report; and closes the run. */
export async function finishRun(context: RunContext, findings: Findings): Promise<BackfillReport> {
  const { run, store, lease } = context
  const calls = await store.runCalls(run.runId)
  const entities = [...context.entities.keys()].map((entity) =>
    reportOn(context, entity, findings, calls[entity] ?? 0),
  )
  const report: BackfillReport = {
    runId: run.runId,
    realmId: run.realmId,
    environment: run.environment,
    from: run.from,
    to: run.to,
    timeZone: run.timeZone,
    status: worst(entities.map((entity) => entity.status)),
    entities,
    apiCalls: Object.values(calls).reduce((sum, count) => sum + count, 0),
    durationMs: findings.durationMs,
    settledBefore: run.settledBefore,
    notices: run.notices,
  }
  const status: RunVerdict = findings.segments.some((segment) => segment.status === 'failed')
    ? 'failed'
    : report.status
  await store.finishRun(lease, {
    runId: run.runId,
    status,
    windows: findings.proofs.flatMap((proof) => windowResults(context, proof, report)),
    checks: findings.checks,
    report,
  })
  return report
}

function reportOn(context: RunContext, entity: string, findings: Findings, apiCalls: number): EntityReport {
  const segments = findings.segments.filter((segment) => segment.entity === entity)
  const checks = findings.checks.filter((check) => check.entity === entity)
  const proof = findings.proofs.find((found) => found.entity === entity)
  const sum = (pick: (segment: StoredSegment) => number): number =>
    segments.reduce((total, segment) => total + pick(segment), 0)
  return entityReport({
    entity,
    counts: {
      inserted: sum((segment) => segment.inserted),
      updated: sum((segment) => segment.updated),
      unchanged: sum((segment) => segment.unchanged),
      stale: sum((segment) => segment.stale),
      rejected: sum((segment) => segment.rejected),
      outsideRange: sum((segment) => segment.outsideRange),
      durationMs: sum((segment) => segment.durationMs),
      segments: {
        done: segments.filter((segment) => segment.status === 'done').length,
        failed: segments.filter((segment) => segment.status === 'failed').length,
      },
    },
    totalAtSource: context.run.totals[entity]?.totalAtSource ?? 0,
    expected: proof?.expected ?? null,
    loaded: proof?.loaded ?? null,
    apiCalls,
    checks,
    status: worst(checks.map((check) => check.status)),
  })
}

/** A window takes the colour of its entity; it was not counted at the source, so what it should hold is not known. */
function windowResults(
  context: RunContext,
  proof: ProvedEntity,
  report: BackfillReport,
): readonly WindowResult[] {
  const status = report.entities.find((entity) => entity.entity === proof.entity)?.status ?? 'red'
  const live = liveByWindow(proof)
  return windowsFor(context, proof.entity).map((_, number) => ({
    entity: proof.entity,
    number,
    expected: undefined,
    loaded: live[number] ?? 0,
    status,
  }))
}
