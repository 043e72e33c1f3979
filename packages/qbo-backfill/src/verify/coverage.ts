import type { EntityDefinition } from 'qbo-client'
import { civilDatesOf, type Range } from '../plan/range.js'
import type { StoredRun } from '../store/store.js'

/** Part of a range with the newest finished run that covers it. Bounds are civil dates for transactions, else instants. */
export interface CoveredPart {
  readonly from: string
  readonly to: string
  readonly run: StoredRun
}

export interface Coverage {
  readonly covered: readonly CoveredPart[]
  /** What no finished run has read. */
  readonly uncovered: readonly Span[]
}

interface Span {
  readonly from: string
  readonly to: string
}

/** Which finished runs vouch for which part of the range: for each part the one that was settled last. */
export function coverageOf(
  entity: Pick<EntityDefinition, 'name' | 'strategy'>,
  range: Range,
  runs: readonly StoredRun[],
): Coverage {
  const newestFirst = runs
    .filter((run) => run.entities.includes(entity.name))
    .toSorted((a, b) => b.settledBefore.localeCompare(a.settledBefore))
  let uncovered: readonly Span[] = [spanOf(entity, range)]
  const covered: CoveredPart[] = []
  for (const run of newestFirst) {
    const span = spanOf(entity, run)
    covered.push(...uncovered.flatMap((part) => common(part, span)).map((part) => ({ ...part, run })))
    uncovered = uncovered.flatMap((part) => without(part, span))
  }
  return { covered, uncovered }
}

/** When the part of the range that holds `[from, to)` was settled: the earliest of the runs that vouch for it. */
export function settledOf(coverage: Coverage, from: string, to: string): string {
  const settled = coverage.covered
    .filter((part) => part.from < to && part.to > from)
    .map((part) => part.run.settledBefore)
  return settled.reduce((earliest, each) => (each < earliest ? each : earliest), settled[0] ?? '')
}

/** Dates and instants are compared as text: both are written so that text order is time order. */
function spanOf(entity: Pick<EntityDefinition, 'strategy'>, range: Range): Span {
  if (entity.strategy === 'list') return { from: range.from, to: range.to }
  // Read whole, whatever the range was.
  if (entity.strategy !== 'transaction') return { from: '0000', to: '9999' }
  const { first, end } = civilDatesOf(range)
  return { from: first, to: end }
}

function common(a: Span, b: Span): readonly Span[] {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from < to ? [{ from, to }] : []
}

function without(part: Span, taken: Span): readonly Span[] {
  return [
    ...common(part, { from: '0000', to: taken.from }),
    ...common(part, { from: taken.to, to: '9999-99' }),
  ]
}
