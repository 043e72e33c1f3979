import type { EntityDefinition } from 'qbo-client'
import { isReadWhole } from '../plan/entity-range.js'
import { civilDatesOf, type Range } from '../plan/range.js'
import type { StoredRun } from '../ledger/runs.js'

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

type Entity = Pick<EntityDefinition, 'name' | 'strategy'>

/** Which finished runs vouch for which part of the range: for each part the one that was settled last. */
export function coverageOf(entity: Entity, range: Range, runs: readonly StoredRun[]): Coverage {
  return cover(entity, spanOf(entity, range), runs)
}

/** The finished runs that vouch for any part of the entity's history, the one settled last first. */
export function vouchingRuns(entity: Entity, runs: readonly StoredRun[]): readonly StoredRun[] {
  return [...new Set(cover(entity, allTime, runs).covered.map(({ run }) => run))]
}

const allTime: Span = { from: '0000', to: '+275760-09-13' }

function cover(entity: Entity, wanted: Span, runs: readonly StoredRun[]): Coverage {
  const newestFirst = runs
    .filter((run) => run.entities.includes(entity.name))
    .toSorted((a, b) => b.settledBefore.localeCompare(a.settledBefore))
  let uncovered: readonly Span[] = [wanted]
  const covered: CoveredPart[] = []
  for (const run of newestFirst) {
    const span = spanOf(entity, run)
    covered.push(...uncovered.flatMap((part) => common(part, span)).map((part) => ({ ...part, run })))
    uncovered = uncovered.flatMap((part) => without(part, span))
  }
  return { covered, uncovered }
}

/** When what overlaps `[from, to)` was settled: the earliest of the runs that vouch for it. Without a span: for all of it. */
export function settledOf(coverage: Coverage, from?: string, to?: string): string {
  const settled = coverage.covered
    .filter((part) => to === undefined || isBefore(part.from, to))
    .filter((part) => from === undefined || isBefore(from, part.to))
    .map((part) => part.run.settledBefore)
  return settled.reduce((earliest, each) => (each < earliest ? each : earliest), settled[0] ?? '')
}

function spanOf(entity: Entity, range: Range): Span {
  if (isReadWhole(entity)) return { from: '0000', to: '9999' }
  if (entity.strategy === 'list') return { from: range.from, to: range.to }
  const { first, end } = civilDatesOf(range)
  return { from: first, to: end }
}

function common(a: Span, b: Span): readonly Span[] {
  return span(later(a.from, b.from), earlier(a.to, b.to))
}

function without(part: Span, taken: Span): readonly Span[] {
  return [...span(part.from, earlier(part.to, taken.from)), ...span(later(part.from, taken.to), part.to)]
}

function span(from: string, to: string): readonly Span[] {
  return isBefore(from, to) ? [{ from, to }] : []
}

function earlier(a: string, b: string): string {
  return isBefore(a, b) ? a : b
}

function later(a: string, b: string): string {
  return isBefore(a, b) ? b : a
}

/** As times and not as text: the day after 9999-12-31 has a sign and six digits, and would stand before all others. */
function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b)
}
