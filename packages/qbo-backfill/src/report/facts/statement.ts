import { localTimeAt } from '../../plan/time-zone.js'
import { civilDatesOf, type Range } from '../../plan/range.js'
import { addDays } from '../../plan/civil-date.js'
import type { PageWords } from '../words/page-words.js'

/** An instant as clocks of the company show it: `1 Jan 2025, 12:57`. */
export function localText(instant: string, timeZone: string, words: PageWords): string {
  const local = localTimeAt(Date.parse(instant), timeZone)
  return `${words.date(local.slice(0, 10))}, ${local.slice(11, 16)}`
}

/** `2022–2024` where the range is whole years, `1 Jan 2024 – 14 Feb 2025` where it is not: with its last day, not the one after. */
export function rangeText(range: Range, words: PageWords): string {
  const { first, end } = civilDatesOf(range)
  const last = addDays(end, -1)
  const [from, to] = [first.slice(0, 4), last.slice(0, 4)]
  if (first.endsWith('-01-01') && last.endsWith('-12-31')) return from === to ? from : `${from}–${to}`
  return first === last ? words.date(first) : `${words.date(first)} – ${words.date(last)}`
}
