import { parseCivilDate } from '../time/civil-date.js'
import { pacificDay } from '../time/pacific.js'
import type { Period } from './report.js'

/**
 * The days that a report is asked for. One date without the other is ignored without a word, and this year to date is answered
 * (intuit/quickbooks-online-mcp-server#41). Undefined when one is no date.
 */
export function readPeriod(search: URLSearchParams, nowMs: number): Period | undefined {
  const first = search.get('start_date')
  const last = search.get('end_date')
  if ([first, last].some((date) => date !== null && parseCivilDate(date) === undefined)) return undefined
  if (first !== null && last !== null) return { first, last, isAsked: true }
  const today = pacificDay(nowMs)
  return { first: `${today.slice(0, 4)}-01-01`, last: today, isAsked: false }
}
