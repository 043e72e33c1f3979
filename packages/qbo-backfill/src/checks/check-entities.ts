import type { ProvedEntity } from '../proof/prove.js'
import { windowsFor, type RunContext } from '../run/run-context.js'
import type { StoredSegment } from '../store/store.js'
import { proofCheck, rejectsCheck } from './builtin.js'
import type { Check } from './check.js'
import { volumetryCheck } from './volumetry-check.js'

/** What an embedder's own check is told. */
export interface CheckQuestion {
  readonly entity: string
  readonly realmId: string
  readonly runId: string
  readonly from: string
  readonly to: string
  /** Settled rows at the source and in the table; undefined where segments failed. */
  readonly expected: number | undefined
  readonly loaded: number | undefined
}

/** A check of one's own: asked once an entity, after the proof; what it answers joins the report. */
export interface CustomCheck {
  readonly name: string
  check(question: CheckQuestion): Promise<Pick<Check, 'status' | 'message'> & Partial<Pick<Check, 'details'>>>
}

/** All checks of a run. An entity that could not be read has only the one that says so. */
export async function checkEntities(
  context: RunContext,
  segments: readonly StoredSegment[],
  proofs: readonly ProvedEntity[],
  custom: readonly CustomCheck[],
): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const entity of context.entities.keys()) {
    const failed = segments.filter(
      (segment) => segment.entity === entity && segment.status === 'failed',
    ).length
    const proof = proofs.find((found) => found.entity === entity)
    checks.push(proofCheck(entity, proof, failed))
    if (proof === undefined) continue
    checks.push(
      rejectsCheck(entity, await context.store.rejectedCount(context.run.realmId, entity, context.run.runId)),
    )
    checks.push(...proof.rowChecks)
    checks.push(volumetryCheck(entity, windowsFor(context, entity), liveByWindow(proof)))
    for (const own of custom) checks.push(await ask(context, own, entity, proof))
  }
  return checks
}

async function ask(
  context: RunContext,
  own: CustomCheck,
  entity: string,
  proof: ProvedEntity,
): Promise<Check> {
  const { realmId, runId, from, to } = context.run
  const { expected, loaded } = proof
  const answer = await own.check({ entity, realmId, runId, from, to, expected, loaded })
  return {
    entity,
    name: own.name,
    status: answer.status,
    message: answer.message,
    details: answer.details ?? {},
  }
}

/** What the table holds in each window, over all read sets. */
export function liveByWindow(proof: ProvedEntity): readonly number[] {
  const longest = Math.max(0, ...proof.sets.map((set) => set.live.length))
  return Array.from({ length: longest }, (_, index) =>
    proof.sets.reduce((sum, set) => sum + (set.live[index] ?? 0), 0),
  )
}
