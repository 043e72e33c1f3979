import { addDays, isCivilDate, lastDate } from '../plan/civil-date.js'
import type { CountedDays, Days } from './cut-days.js'

/** Live rows of a civil date; what is no date is of none. */
export interface RowsOfDay {
  readonly bucket: string
  readonly live: number
}

/** All days that are loaded or hold a live row, without gaps, with the rows of each part. */
export function daysToAsk(loaded: readonly Days[], rows: readonly RowsOfDay[]): readonly CountedDays[] {
  const known = rows
    .filter(({ bucket }) => isCivilDate(bucket) && bucket < lastDate)
    .map(({ bucket, live }) => ({ day: bucket, live }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
  const first = least([...loaded.map(({ from }) => from), ...known.map(({ day }) => day)])
  const ends = [...loaded.map(({ to }) => to), ...known.map(({ day }) => addDays(day, 1))]
  const end = ends.reduce((a, b) => (a > b ? a : b), '')
  if (first === undefined || first >= end) return []
  const starts = [...(known[0]?.day === first ? [] : [{ day: first, live: 0 }]), ...known]
  return starts.map(({ day, live }, index) => ({ from: day, to: starts[index + 1]?.day ?? end, rows: live }))
}

function least(days: readonly string[]): string | undefined {
  return days.reduce<string | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined)
}
