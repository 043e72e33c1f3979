import type { EntityDefinition } from 'qbo-client'
import { settledOf, type Coverage } from '../compare/coverage.js'
import type { RecordScope } from '../compare/record-scope.js'
import { refusedOf } from '../compare/refused.js'
import { entityRange, isReadWhole, type EntityRange } from '../plan/entity-range.js'
import { windowsOf } from '../plan/window.js'
import type { AskedCompany } from './ask-company.js'
import { compareDeep } from './compare-deep.js'
import { sumDifferences } from './differences.js'
import type { DriftScope } from './drift.js'
import { allEnded } from '../failure/all-ended.js'
import { withWitness } from '../witness/with-witness.js'
import { verdictOf } from './verdict.js'
import { verifyWitness } from './verify-witness.js'
import { verifyEntity, type ComparedEntity } from './verify-entity.js'
import type { ResolvedVerifyOptions } from './verify-options.js'
import type { DeepOutcome, VerifiedEntity } from '../verdict/verify-report.js'
import { verifyWhole } from './verify-whole.js'
import type { StoredRun } from '../ledger/runs.js'

/** Verifies one entity over a range that finished runs cover, and judges what was found. */
export async function verifyCovered(
  options: ResolvedVerifyOptions,
  entity: EntityDefinition,
  coverage: Coverage,
  company: AskedCompany,
): Promise<VerifiedEntity> {
  const newest = newestOf(coverage)
  const { source, store, range, windowSize, signal, deep } = options
  const { realmId } = source
  const windows = windowsOf(entity, range, windowSize ?? newest.windowSize)
  // What all runs that cover the range had settled is counted; what changed since the first of them is compared.
  const scope: RecordScope = {
    source,
    store,
    signal,
    run: { runId: newest.runId, realmId, settledBefore: settledOf(coverage) },
    entity: entityRange(entity, windows, range.from),
  }
  const [compared, witnessed] = await allEnded([
    compare(scope, settledByWindow(scope.entity, coverage), company, deep),
    options.witness ? verifyWitness(scope, company) : undefined,
  ])
  const rejectedIds = new Set(refusedOf(await store.rejects.list({ realmId, entity: entity.name })).ids)
  const { drifts } = compared
  const { total, windows: spans } = sumDifferences(windows, drifts)
  const verdict = verdictOf({
    entity: entity.name,
    total,
    windows: spans,
    drifts,
    rejected: drifts.flatMap(({ id, kind }) => (kind === 'missing' && rejectedIds.has(id) ? [id] : [])),
    unseen: compared.unseen,
    unanswered: compared.unanswered,
    stable: compared.stable,
    settledBefore: scope.run.settledBefore,
    deep: compared.deep,
  })
  return {
    entity: entity.name,
    ...withWitness(entity.name, verdict, witnessed, { knownToBeGone: total.left }),
    runId: newest.runId,
    settledBefore: scope.run.settledBefore,
    expected: compared.expected,
    loaded: compared.loaded,
    deletionsKnown: compared.deletionsKnown,
    ...total,
    windows: spans,
    ...(compared.deep === undefined ? {} : { deep: compared.deep }),
  }
}

async function compare(
  scope: RecordScope,
  settledBefore: DriftScope['settledBefore'],
  { serverNow }: AskedCompany,
  deep: number,
): Promise<ComparedEntity & { readonly deep: DeepOutcome | undefined }> {
  if (isReadWhole(scope.entity.definition)) return verifyWhole(scope, settledBefore, deep > 0)
  const compared = await verifyEntity(scope, settledBefore, serverNow)
  return { ...compared, deep: deep > 0 ? await compareDeep(scope, deep) : undefined }
}

function newestOf(coverage: Coverage): StoredRun {
  const runs = coverage.covered.map((part) => part.run)
  return runs.reduce((a, b) => (b.settledBefore > a.settledBefore ? b : a))
}

function settledByWindow(
  { definition, windows }: EntityRange,
  coverage: Coverage,
): DriftScope['settledBefore'] {
  return (index) => {
    const window = windows[index]
    if (window === undefined) return settledOf(coverage)
    return definition.strategy === 'transaction'
      ? settledOf(coverage, window.firstDate, window.endDate)
      : settledOf(coverage, window.start, window.end)
  }
}
