import type { Window } from '../plan/window.js'
import type { Check } from './check.js'

/** A window is held against its neighbours only where they hold enough rows to mean something. */
const fewestRows = 10

/** Neighbours of a day are the same weekday of the weeks around it: companies rest on the same days. */
const neighbourWeeks = 4

/** Yellow if a window holds far more or far less than the windows like it around it. */
export function volumetryCheck(entity: string, windows: readonly Window[], loaded: readonly number[]): Check {
  const odd = windows.flatMap((window, index) => {
    const expected = median(neighboursOf(windows, index).map((other) => loaded[other] ?? 0))
    const rows = loaded[index] ?? 0
    return isOdd(rows, expected) ? [{ window: window.firstDate, rows, usual: expected }] : []
  })
  const listed = odd
    .slice(0, 3)
    .map(({ window, rows, usual }) => `${window} holds ${rows}, usual is ${usual}`)
  return {
    entity,
    name: 'volumetry',
    status: odd.length === 0 ? 'green' : 'yellow',
    message:
      odd.length === 0
        ? `${entity}: no window stands out from its neighbours.`
        : `${entity}: ${odd.length} window(s) stand out from their neighbours: ${listed.join('; ')}.`,
    details: { windows: odd.slice(0, 50), count: odd.length },
  }
}

/** Empty where the others are not, or beyond what chance and season explain: six standard deviations and as much again. */
function isOdd(rows: number, usual: number): boolean {
  if (usual < fewestRows) return false
  return rows === 0 || rows > 2 * usual + 6 * Math.sqrt(usual)
}

function neighboursOf(windows: readonly Window[], index: number): readonly number[] {
  const step = isDay(windows[index]) ? 7 : 1
  const around = Array.from({ length: neighbourWeeks }, (_, distance) => (distance + 1) * step)
  return around
    .flatMap((distance) => [index - distance, index + distance])
    .filter((other) => windows[other] !== undefined)
}

function isDay(window: Window | undefined): boolean {
  return window !== undefined && Date.parse(window.endDate) - Date.parse(window.firstDate) === 86_400_000
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
