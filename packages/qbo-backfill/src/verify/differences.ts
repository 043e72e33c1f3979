import type { Window } from '../plan/window.js'
import type { Drift } from './drift.js'
import type { Differences, WindowSpan } from '../verdict/verify-report.js'

const shownWindows = 100

const none: Differences = { missing: 0, appeared: 0, changed: 0, left: 0 }

/** Adds up what was found, in all and by window. */
export function sumDifferences(
  windows: readonly Window[],
  drifts: readonly Drift[],
): { readonly total: Differences; readonly windows: readonly (WindowSpan & Differences)[] } {
  const spans = new Map<number, Differences>()
  let total = none
  for (const { kind, window } of drifts) {
    if (kind === 'unknown') continue
    spans.set(window, plus(spans.get(window) ?? none, { [kind]: 1 }))
    total = plus(total, { [kind]: 1 })
  }
  const sorted = [...spans].sort(([a], [b]) => a - b)
  return {
    total,
    windows: sorted.slice(0, shownWindows).map(([window, differences]) => {
      const { start = '', end = '', firstDate = '', endDate = '' } = windows[window] ?? {}
      return { start, end, firstDate, endDate, ...differences }
    }),
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
