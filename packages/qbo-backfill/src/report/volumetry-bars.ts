import { startOfUnit } from '../plan/civil-date.js'
import type { WindowEvidence } from './evidence.js'

/** What one bar stands for: one window, or all windows that begin in a calendar unit. */
export type BarUnit = 'window' | 'week' | 'month' | 'quarter' | 'year'

export interface VolumetryBar {
  readonly firstDate: string
  readonly rows: number
  readonly status: string
}

export interface VolumetryBars {
  readonly bars: readonly VolumetryBar[]
  readonly unit: BarUnit
  /** Windows without a row that are not drawn. */
  readonly emptyBefore: number
  readonly emptyAfter: number
}

/** More bars than this would be thinner than a phone's pixels. */
const mostBars = 160

const units: readonly BarUnit[] = ['window', 'week', 'month', 'quarter', 'year']

/** Leaves out the empty ends, and adds windows up by calendar units until the bars fit. */
export function volumetryBars(windows: readonly WindowEvidence[]): VolumetryBars {
  const first = windows.findIndex(hasRows)
  const last = windows.findLastIndex(hasRows)
  const shown = first < 0 ? [] : windows.slice(first, last + 1)
  const unit = units.find((candidate) => barsBy(shown, candidate).length <= mostBars) ?? 'year'
  return {
    bars: barsBy(shown, unit),
    unit,
    emptyBefore: Math.max(0, first),
    emptyAfter: first < 0 ? 0 : windows.length - 1 - last,
  }
}

function hasRows(window: WindowEvidence): boolean {
  return (window.loaded ?? 0) > 0
}

function barsBy(windows: readonly WindowEvidence[], unit: BarUnit): readonly VolumetryBar[] {
  const groups = new Map<string, WindowEvidence[]>()
  for (const window of windows) {
    // By start and not by date: windows of a list may begin twice on the same day.
    const key = unit === 'window' ? window.start : startOfUnit(window.firstDate, unit)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [window])
    else group.push(window)
  }
  return [...groups.values()].map((group) => ({
    firstDate: group[0]?.firstDate ?? '',
    rows: group.reduce((sum, window) => sum + (window.loaded ?? 0), 0),
    status: worstOf(group),
  }))
}

function worstOf(group: readonly WindowEvidence[]): string {
  return (
    ['red', 'yellow', 'green'].find((status) => group.some((window) => window.status === status)) ?? 'unknown'
  )
}
