import { addDays, daysBetween } from '../../plan/civil-date.js'
import { isBeyond, sumOfDecimals } from '../../verdict/decimal.js'
import type { WitnessMonth } from '../../verdict/witness.js'
import type { WindowEvidence } from './evidence.js'
import { groupBy } from './group-by.js'
import { sumDifference } from './witness-csv.js'

/** A month of an entity: what the table holds, beside what QuickBooks counts and what its own reports list. */
export interface CalendarMonth {
  /** `YYYY-MM` */
  readonly month: string
  readonly rows: number
  /** Sum of the settled rows, exact decimal text; undefined where no report was compared. */
  readonly amount: string | undefined
  /** By type, as reports list it. */
  readonly types: readonly WitnessMonth[]
  /** That begin in the month; none where windows are longer. */
  readonly windows: readonly WindowEvidence[]
  readonly differs: boolean
}

/** An entity's months, without the years at both ends that hold nothing. */
export interface Calendar {
  readonly entity: string
  readonly years: readonly string[]
  readonly months: ReadonlyMap<string, CalendarMonth>
}

/** Undefined where nothing is known by month: windows that are longer, and no report. */
export function calendarOf(
  entity: string,
  windows: readonly WindowEvidence[],
  reported: readonly WitnessMonth[],
): Calendar | undefined {
  const fits = windows.length > 0 && windows.every(isWithinMonth)
  const byMonth = groupBy(fits ? windows : [], ({ firstDate }) => firstDate.slice(0, 7))
  const typesByMonth = groupBy(reported, ({ month }) => month.slice(0, 7))
  const months = new Map<string, CalendarMonth>()
  for (const month of [...new Set([...byMonth.keys(), ...typesByMonth.keys()])].sort())
    months.set(month, monthOf(month, byMonth.get(month) ?? [], typesByMonth.get(month) ?? []))
  const shown = [...months.values()].filter(({ rows, differs, types }) => rows + types.length > 0 || differs)
  const [first, last] = [shown[0], shown.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const [from, to] = [yearOf(first), yearOf(last)]
  const years = Array.from({ length: to - from + 1 }, (_, year) => String(from + year).padStart(4, '0'))
  return { entity, years, months }
}

/** A week is of the month that it begins in. */
function isWithinMonth({ firstDate, endDate }: WindowEvidence): boolean {
  return firstDate.slice(0, 7) === addDays(endDate, -1).slice(0, 7) || daysBetween(firstDate, endDate) <= 7
}

function monthOf(
  month: string,
  windows: readonly WindowEvidence[],
  types: readonly WitnessMonth[],
): CalendarMonth {
  const sums = types.flatMap(({ storedSum }) => storedSum ?? [])
  const stored = types.reduce((sum, type) => sum + type.stored, 0)
  return {
    month,
    // The windows were counted before a report was asked: what it brought is in its number alone.
    rows: Math.max(
      stored,
      windows.reduce((sum, { loaded }) => sum + (loaded ?? 0), 0),
    ),
    amount: sums.length === 0 ? undefined : sumOfDecimals(sums),
    types,
    windows,
    differs: windows.some(windowDiffers) || types.some(typeDiffers),
  }
}

export function windowDiffers({ expected, loaded }: WindowEvidence): boolean {
  return expected !== null && loaded !== null && expected !== loaded
}

/** Amounts of a foreign currency are rounded once a transaction, here and there. */
function typeDiffers(month: WitnessMonth): boolean {
  const cents = String(Math.max(month.reported, month.stored)).padStart(3, '0')
  const limit = `${cents.slice(0, -2)}.${cents.slice(-2)}`
  return month.reported !== month.stored || isBeyond(sumDifference(month) ?? '0', limit)
}

function yearOf({ month }: CalendarMonth): number {
  return Number(month.slice(0, 4))
}
