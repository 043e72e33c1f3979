import type { ProvedEntity } from '../proof/prove.js'
import { type RunContext } from '../run/run-context.js'
import { undeliveredCode } from '../store/deliver.js'
import { deletionsCheck, proofCheck, rejectsCheck, visibleCheck, type UnreadSegments } from './builtin.js'
import type { Check } from '../verdict/check.js'
import { askCustomCheck } from './ask-custom-check.js'
import { volumetryCheck } from './volumetry-check.js'
import type { StoredSegment } from '../ledger/segments.js'
import type { RejectCounts } from 'qbo-raw-sink'
import type { CustomCheck } from '../verdict/custom-check.js'
import type { Witnessed } from '../witness/witness-entity.js'
import { witnessCheck } from '../witness/witness-report.js'

/** What there is to judge of a run. */
export interface Judged {
  readonly segments: readonly StoredSegment[]
  readonly proofs: readonly ProvedEntity[]
  /** By entity; of those that were read. */
  readonly rejects: ReadonlyMap<string, RejectCounts>
  /** By entity; of those that QuickBooks' own reports were asked of. */
  readonly witnesses: ReadonlyMap<string, Witnessed>
}

/** All checks of a run. An entity that could not be read has only the one that says so. */
export async function checkEntities(
  context: RunContext,
  { segments, proofs, rejects, witnesses }: Judged,
  custom: readonly CustomCheck[],
): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const { name: entity, windows } of context.entities) {
    const proof = proofs.find((found) => found.entity === entity)
    const counts = rejects.get(entity)
    checks.push(proofCheck(entity, proof, unreadOf(entity, segments)))
    if (proof === undefined) continue
    const witnessed = witnesses.get(entity)
    const others = [
      counts && rejectsCheck(entity, counts),
      deletionsCheck(entity, proof),
      visibleCheck(entity, proof),
      witnessed && witnessCheck(entity, witnessed),
      ...proof.rowChecks,
      volumetryCheck(entity, windows, liveByWindow(proof)),
    ]
    checks.push(...others.filter((check) => check !== undefined))
    for (const own of custom) checks.push(await ask(context, own, proof))
  }
  return checks
}

export function unreadOf(entity: string, segments: readonly StoredSegment[]): UnreadSegments {
  const unread = segments.filter((segment) => segment.entity === entity && segment.status !== 'done')
  return {
    count: unread.length,
    undelivered: unread.filter(({ error }) => error?.code === undeliveredCode).length,
    error: unread.find(({ error }) => error !== undefined)?.error,
  }
}

async function ask(
  context: RunContext,
  own: CustomCheck,
  { entity, expected, loaded }: ProvedEntity,
): Promise<Check> {
  const { realmId, runId, from, to } = context.run
  const check = await askCustomCheck(own, { entity, realmId, runId, from, to, expected, loaded })
  // One that gave up since the run is to stop has said nothing about the rows.
  context.signal.throwIfAborted()
  return check
}

/** What the table holds in each window, over all read sets. */
function liveByWindow(proof: ProvedEntity): readonly number[] {
  const longest = Math.max(0, ...proof.sets.map((set) => set.live.length))
  return Array.from({ length: longest }, (_, index) =>
    proof.sets.reduce((sum, set) => sum + (set.live[index] ?? 0), 0),
  )
}
