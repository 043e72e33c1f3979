import { readSetOf, settled, type ReadSetKind } from '../plan/read-set.js'
import { windowsFor, type RecordScope } from '../run/run-context.js'

/** Windows side by side in which the source counts another number of settled rows than the table holds. */
export interface CountedDifference {
  readonly first: number
  readonly end: number
  /** More than 0: the source has more. */
  readonly surplus: number
}

export interface LocateOptions {
  readonly entity: string
  readonly kind: ReadSetKind
  /** Rows of the whole set at the source. */
  readonly expected: number
  /** Rows of the table by window, less those that are known to have changed. */
  readonly loaded: readonly number[]
  /** COUNT queries that may be spent; a span that is not followed further stays whole. */
  readonly mostCounts: number
}

/** Halves the range by COUNT(*) until the windows that differ are found. */
export async function locateDifferences(
  scope: RecordScope,
  options: LocateOptions,
): Promise<readonly CountedDifference[]> {
  const windows = windowsFor(scope, options.entity)
  const found: CountedDifference[] = []
  let counts = 0
  const open = [{ first: 0, end: windows.length, expected: options.expected }]
  for (let span = open.shift(); span !== undefined; span = open.shift()) {
    const { first, end, expected } = span
    const surplus = expected - sum(options.loaded.slice(first, end))
    if (surplus === 0) continue
    if (end - first <= 1 || counts >= options.mostCounts) {
      found.push({ first, end, surplus })
      continue
    }
    const middle = (first + end) >> 1
    counts += 1
    const left = await countSettled(scope, options, first, middle)
    // What the left half does not hold is in the right one: the set only shrinks, and the proof looks twice.
    open.push({ first, end: middle, expected: left }, { first: middle, end, expected: expected - left })
  }
  return found.toSorted((a, b) => a.first - b.first)
}

async function countSettled(
  scope: RecordScope,
  { entity, kind }: LocateOptions,
  first: number,
  end: number,
): Promise<number> {
  const { where } = readSetOf(kind, windowsFor(scope, entity).slice(first, end), scope.run.from)
  const settledSet = settled(where, scope.run.settledBefore)
  const answer = await scope.source.count(
    { entity: entity as never, where: settledSet },
    { signal: scope.signal },
  )
  return answer.count
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
