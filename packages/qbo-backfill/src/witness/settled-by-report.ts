const hourMs = 3_600_000

/** Clocks on earth are at most so far ahead of UTC. */
const mostAheadMs = 14 * hourMs

const pattern =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/iu

/**
 * Whether a transaction has certainly changed at or after the instant, by what the report says of its last change. A time
 * without an offset is in the company's zone, and which that is nobody says: it is certain only where it is so in every
 * zone. What is not certain is found out by reading the record.
 */
export function hasChangedSince(lastModified: string | undefined, settledBefore: string): boolean {
  const { date, time, offset } = pattern.exec(lastModified?.trim() ?? '')?.groups ?? {}
  if (date === undefined) return false
  const clock = Date.parse(`${date}T${time ?? '00:00:00'}${normalized(offset)}`)
  const earliest = offset === undefined ? clock - mostAheadMs : clock
  return earliest >= Date.parse(settledBefore)
}

function normalized(offset: string | undefined): string {
  if (offset === undefined || offset.toUpperCase() === 'Z') return 'Z'
  return `${offset.slice(0, 3)}:${offset.slice(-2)}`
}
