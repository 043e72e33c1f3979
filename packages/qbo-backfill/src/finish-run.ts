import type { EntityName } from 'qbo-client'
import type { Check } from './verdict/check.js'
import { unreadOf, type Judged } from './checks/check-entities.js'
import type { RunVerdict } from './ledger/run-state.js'
import { entityReport, type BackfillReport, type EntityReport, type LeftOutEntity } from './verdict/report.js'
import { programVersion } from './program-version.js'
import { reconcile } from './checks/reconcile.js'
import { windowResults } from './checks/window-results.js'
import { recordsCounted } from './store/records-counted.js'
import { colourOf, runClaims, worst, type Colour } from './verdict/colour.js'
import { runFacts } from './checks/run-facts.js'
import { type RunContext } from './run/run-context.js'
import type { StoredSegment } from './ledger/segments.js'
import type { WindowResult } from './ledger/windows.js'
import type { EntityRange } from './plan/entity-range.js'
import type { UnloadedTransactions } from './verdict/unloaded.js'
import { witnessReport } from './witness/witness-report.js'

export interface Findings extends Judged {
  readonly checks: readonly Check[]
  readonly durationMs: number
  readonly companyName: string | undefined
  readonly unloaded: UnloadedTransactions | undefined
}

/** Writes the verdict: windows with what they hold, checks, report; and closes the run. */
export async function finishRun(context: RunContext, findings: Findings): Promise<BackfillReport> {
  const { run, store, lease } = context
  const calls = await store.usage.callsOf(run.runId)
  const entities = context.entities.map(({ name }) => reportOn(context, name, findings, calls[name] ?? 0))
  const leftOut = leftOutOf(context)
  requireAll(context, [...entities, ...leftOut])
  const report: BackfillReport = {
    runId: run.runId,
    realmId: run.realmId,
    ...(findings.companyName === undefined ? {} : { companyName: findings.companyName }),
    environment: run.environment,
    from: run.from,
    to: run.to,
    timeZone: run.timeZone,
    status: worst([...entities, ...leftOut].map(({ status }) => status)),
    entities,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    apiCalls: Object.values(calls).reduce((sum, count) => sum + count, 0),
    durationMs: findings.durationMs,
    settledBefore: run.settledBefore,
    notices: run.notices,
    programVersion,
    ...(findings.unloaded === undefined ? {} : { unloaded: findings.unloaded }),
  }
  const status: RunVerdict = findings.segments.some((segment) => segment.status === 'failed')
    ? 'failed'
    : report.status
  await store.runs.finish(lease, {
    runId: run.runId,
    status,
    windows: context.entities.flatMap((entity) => windowsOf(entity, findings)),
    checks: findings.checks,
    witness: [...findings.witnesses].flatMap(([entity, witnessed]) =>
      witnessed.outcome === 'witnessed' ? witnessed.months.map((month) => ({ ...month, entity })) : [],
    ),
    report,
  })
  return report
}

/** Green says something of each entity that was asked for. A report that lacks one of them says nothing. */
function requireAll({ run }: RunContext, said: readonly { readonly entity: EntityName }[]): void {
  const there = new Set(said.map(({ entity }) => entity))
  const absent = run.entities.filter((entity) => !there.has(entity))
  if (absent.length === 0 && there.size > 0) return
  throw new Error(
    `Run ${run.runId} has no result for ${absent.join(', ') || 'any entity'}. Please report this.`,
  )
}

/** What the company does not have is all there; what may not be read is not known to be. */
function leftOutOf({ run }: RunContext): readonly LeftOutEntity[] {
  return run.entities.flatMap((entity) => {
    const leftOut = run.totals[entity]?.leftOut
    if (leftOut === undefined) return []
    return [{ entity, code: leftOut.code, status: leftOut.nothingThere === 'right' ? 'green' : 'yellow' }]
  })
}

interface EntityColours {
  readonly entity: Colour
  /** What it would be if no row were missing. */
  readonly withoutRows: Colour
}

function coloursOf(entity: EntityName, { segments, proofs, rejects, checks }: Findings): EntityColours {
  const facts = runFacts({
    unread: unreadOf(entity, segments).count,
    proof: proofs.find((found) => found.entity === entity),
    rejects: rejects.get(entity),
  })
  const own = checks.filter((check) => check.entity === entity)
  const others = own.filter(({ name }) => name !== 'proof').map(({ status }) => status)
  return {
    entity: worst([colourOf(runClaims, facts), ...own.map(({ status }) => status)]),
    withoutRows: worst([colourOf(runClaims, { ...facts, rows: 'right' }), ...others]),
  }
}

function reportOn(
  context: RunContext,
  entity: EntityName,
  findings: Findings,
  apiCalls: number,
): EntityReport {
  const segments = findings.segments.filter((segment) => segment.entity === entity)
  const proof = findings.proofs.find((found) => found.entity === entity)
  const witnessed = findings.witnesses.get(entity)
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
    reconciliation: proof === undefined ? null : reconcile(proof, sum(recordsCounted)),
    witness: witnessed && witnessReport(witnessed),
    apiCalls,
    checks: findings.checks.filter((check) => check.entity === entity),
    status: coloursOf(entity, findings).entity,
  })
}

function windowsOf({ name, windows }: EntityRange, findings: Findings): readonly WindowResult[] {
  const proof = findings.proofs.find((found) => found.entity === name)
  return proof === undefined ? [] : windowResults(proof, windows.length, coloursOf(name, findings))
}
