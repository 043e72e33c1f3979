import type { EntityDefinition } from 'qbo-client'
import { windowsOf } from '../plan/read-set.js'
import type { Window } from '../plan/window.js'
import type { RecordScope } from '../run/run-context.js'
import type { StoredRun } from '../store/store.js'
import { compareDeep } from './compare-deep.js'
import { settledOf, type Coverage } from './coverage.js'
import { sumDifferences } from './differences.js'
import type { DriftScope } from './drift.js'
import { verdictOf } from './verdict.js'
import { verifyEntity, type ComparedEntity } from './verify-entity.js'
import type { ResolvedVerifyOptions } from './verify-options.js'
import type { DeepOutcome, VerifiedEntity } from './verify-report.js'
import { verifyWhole } from './verify-whole.js'

/** Verifies one entity over a range that finished runs cover, and judges what was found. */
export async function verifyCovered(
  options: ResolvedVerifyOptions,
  entity: EntityDefinition,
  coverage: Coverage,
  serverNow: number,
): Promise<VerifiedEntity> {
  const newest = newestOf(coverage)
  const windows = windowsOf(entity, options.range, options.windowSize ?? newest.windowSize)
  const scope = scopeOf(options, entity, coverage, windows, newest.runId)
  const settledBefore = settledByWindow(entity, coverage, windows)
  const compared = await compare(scope, entity, settledBefore, serverNow, options.deep)
  const counts = await options.store.rejectedCount(scope.run.realmId, entity.name, newest.runId)
  const { total, windows: spans } = sumDifferences(windows, compared.drifts, compared.counted)
  const verdict = verdictOf({
    entity: entity.name,
    total,
    windows: spans,
    rejected: counts.open + counts.acknowledged,
    stable: compared.stable,
    settledBefore: scope.run.settledBefore,
    deep: compared.deep,
  })
  return {
    entity: entity.name,
    ...verdict,
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
  { name, strategy }: EntityDefinition,
  settledBefore: DriftScope['settledBefore'],
  serverNow: number,
  deep: number,
): Promise<ComparedEntity & { readonly deep: DeepOutcome | undefined }> {
  if (strategy === 'full' || strategy === 'singleton')
    return verifyWhole(scope, name, settledBefore, deep > 0)
  const compared = await verifyEntity(scope, name, settledBefore, serverNow)
  return { ...compared, deep: deep > 0 ? await compareDeep(scope, name, deep) : undefined }
}

function newestOf(coverage: Coverage): StoredRun {
  const runs = coverage.covered.map((part) => part.run)
  return runs.reduce((a, b) => (b.settledBefore > a.settledBefore ? b : a))
}

/** What all runs that cover the range had settled is counted; what changed since the first of them is compared. */
function scopeOf(
  { source, store, range, signal }: ResolvedVerifyOptions,
  entity: EntityDefinition,
  coverage: Coverage,
  windows: readonly Window[],
  runId: string,
): RecordScope {
  const { realmId } = source
  return {
    source,
    store,
    signal,
    run: { runId, realmId, from: range.from, settledBefore: settledOf(coverage, '', '~') },
    entities: new Map([[entity.name, entity]]),
    windows: new Map([[entity.name, windows]]),
  }
}

function settledByWindow(
  entity: EntityDefinition,
  coverage: Coverage,
  windows: readonly Window[],
): DriftScope['settledBefore'] {
  return (index) => {
    const window = windows[index]
    if (window === undefined) return settledOf(coverage, '', '~')
    return entity.strategy === 'transaction'
      ? settledOf(coverage, window.firstDate, window.endDate)
      : settledOf(coverage, window.start, window.end)
  }
}
