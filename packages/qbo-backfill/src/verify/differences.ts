import type { Window } from '../plan/window.js'
import type { Drift } from './drift.js'
import type { CountedDifference } from './locate.js'
import type { Differences, WindowSpan } from './verify-report.js'

const shownWindows = 100

const none: Differences = { missing: 0, appeared: 0, changed: 0, left: 0 }

/** Adds up what was found, in all and by window. */
export function sumDifferences(
  windows: readonly Window[],
  drifts: readonly Drift[],
  counted: readonly CountedDifference[],
): { readonly total: Differences; readonly windows: readonly (WindowSpan & Differences)[] } {
  const spans = new Map<string, { first: number; end: number; differences: Differences }>()
  let total = none
  const add = (first: number, end: number, more: Partial<Differences>): void => {
    const key = `${first} ${end}`
    const { differences } = spans.get(key) ?? { differences: none }
    spans.set(key, { first, end, differences: plus(differences, more) })
    total = plus(total, more)
  }
  for (const { kind, window } of drifts) add(window, window + 1, { [kind]: 1 })
  for (const { first, end, surplus } of counted)
    add(first, end, surplus > 0 ? { missing: surplus } : { left: -surplus })
  const sorted = [...spans.values()].sort((a, b) => a.first - b.first || a.end - b.end)
  return {
    total,
    windows: sorted.slice(0, shownWindows).map(({ first, end, differences }) => ({
      start: windows[first]?.start ?? '',
      end: windows[end - 1]?.end ?? '',
      firstDate: windows[first]?.firstDate ?? '',
      endDate: windows[end - 1]?.endDate ?? '',
      ...differences,
    })),
  }
}

function plus(a: Differences, b: Partial<Differences>): Differences {
  return {
    missing: a.missing + (b.missing ?? 0),
    appeared: a.appeared + (b.appeared ?? 0),
    changed: a.changed + (b.changed ?? 0),
    left: a.left + (b.left ?? 0),
  }
}
