const daysToMs = 86_400_000

/** Intuit counts calls by the month: whatever a server says beyond that, it cannot mean. */
const longestMs = 31 * daysToMs

/**
 * How long a server asks to be left alone, in milliseconds, from 0 (at once, or a moment that is past) to 31 days.
 * Undefined where it says nothing, or nothing that can be read: seconds, which some write with a fraction, or a date in
 * one of the three forms of RFC 9110, 5.6.7.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  const ms = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : readDate(value) - now
  return Number.isNaN(ms) ? undefined : Math.min(longestMs, Math.max(0, Math.round(ms)))
}

/** `Date.parse` takes "-5" and "5 minutes" for dates too; one of HTTP begins with its day, and is of GMT. */
function readDate(text: string): number {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .{6,12} \d\d:\d\d:\d\d /.test(`${text} `)) return Number.NaN
  return Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`)
}
