import { counted, grouped } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import type { Window } from '../plan/window.js'
import type { Check } from '../verdict/check.js'

/** A window is held against its neighbours only where they hold enough rows to mean something. */
const fewestRows = 10

/** Neighbours of a day are the same weekday of the weeks around it: companies rest on the same days. */
const neighbourWeeks = 4

/** Yellow if a window holds far more or far less than the windows like it before and after it. */
export function volumetryCheck(
  entity: EntityName,
  windows: readonly Window[],
  loaded: readonly number[],
): Check {
  const odd = windows.flatMap((window, index) => {
    const rows = loaded[index] ?? 0
    const usual = usualIfOdd(rows, neighboursOf(windows, loaded, index))
    return usual === undefined ? [] : [{ window: window.firstDate, rows, usual }]
  })
  const listed = odd
    .slice(0, 3)
    .map(({ window, rows, usual }) => `${window} holds ${grouped(rows)}, usual is ${grouped(usual)}`)
  return {
    entity,
    name: 'volumetry',
    status: odd.length === 0 ? 'green' : 'yellow',
    message:
      odd.length === 0
        ? `${entity}: no window stands out from its neighbours.`
        : `${entity}: ${counted(odd.length, 'window stands', 'windows stand')} out from ${odd.length === 1 ? 'its' : 'their'} neighbours: ${listed.join('; ')}.`,
    details: { windows: odd.slice(0, 50), count: odd.length },
  }
}

interface Neighbours {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/**
 * What is usual there, if the window does not fit it: empty while those before and after it are not (a company that
 * only begins is not odd), or beyond what chance and season explain: six standard deviations and as much again.
 */
function usualIfOdd(rows: number, { before, after }: Neighbours): number | undefined {
  const sides = [before, after].filter((side) => side.length > 0).map(median)
  const [least, most] = [Math.min(...sides), Math.max(...sides)]
  if (rows === 0) return sides.length > 0 && least >= fewestRows ? least : undefined
  return most >= fewestRows && rows > 2 * most + 6 * Math.sqrt(most) ? most : undefined
}

function neighboursOf(windows: readonly Window[], loaded: readonly number[], index: number): Neighbours {
  const step = isDay(windows[index]) ? 7 : 1
  const at = (distance: number): number[] => {
    const rows = loaded[index + distance * step]
    return rows === undefined ? [] : [rows]
  }
  const distances = Array.from({ length: neighbourWeeks }, (_, distance) => distance + 1)
  return { before: distances.flatMap((distance) => at(-distance)), after: distances.flatMap(at) }
}

function isDay(window: Window | undefined): boolean {
  return window !== undefined && Date.parse(window.endDate) - Date.parse(window.firstDate) === 86_400_000
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const [below, above] = [sorted[sorted.length - 1 - middle], sorted[middle]] as [number, number]
  return (below + above) / 2
}
