import { QboError } from '../errors.js'

/**
 * An instant with its offset: ISO 8601 in whole or fractional seconds, and what else QuickBooks and those who convert its
 * answers write: no seconds, a space for the T, small letters, an offset without a colon (Intuit's own samples) or
 * without minutes. The sink reads the same texts as instants, and no others; a test in qbo-backfill holds the two together.
 */
const form =
  /^(?!0000|9999)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:[Zz]|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)$/

/**
 * Reads what stands in a record as an instant, in milliseconds; undefined for what is none: no text, no offset, a day that
 * does not exist.
 */
export function readInstant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !form.test(value) || !isDayOfMonth(value)) return undefined
  return Date.parse(isUsual(value) ? value : usualForm(value))
}

/** The 30th of February is the 1st of March to `Date.parse`, and an error to PostgreSQL. */
function isDayOfMonth(text: string): boolean {
  const day = Number(text.slice(8, 10))
  return (
    day <= 28 || day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
  )
}

/** As QuickBooks writes its times, `2026-01-15T00:30:00-08:00`, which `Date.parse` knows. */
function isUsual(text: string): boolean {
  return text.length === 25 && text[10] === 'T' && text[22] === ':'
}

function usualForm(text: string): string {
  const zoned = text
    .slice(11)
    .toUpperCase()
    .replace(/([+-]\d\d)$/, '$1:00')
  return `${text.slice(0, 10)}T${zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')}`
}

/**
 * Reads an instant that a caller gave, in milliseconds. One without an offset is refused: QuickBooks would read it as
 * Pacific time (PHP-SDK#69), a program as local time or UTC.
 */
export function parseInstant(text: string, where: string): number {
  const ms = readInstant(text)
  if (ms !== undefined) return ms
  throw new QboError(
    'QBO_INVALID_OPTIONS',
    `${where}: ${JSON.stringify(text)} is not an instant with an explicit offset, such as 2026-01-15T00:30:00Z.`,
    { issues: [{ path: where, message: 'must be an instant with an explicit offset' }] },
  )
}

/** An instant as statements carry it: UTC, whole seconds, since times in MetaData have no fraction. */
export function formatInstant(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`
}

/** The server's clock as ISO 8601 UTC: the envelope's `time` (a text, or milliseconds), else the Date header. */
export function serverTime(body: unknown, headers: Headers): { readonly time?: string } {
  const time = (body as { time?: unknown } | null)?.time
  const said = typeof time === 'number' ? asMilliseconds(time) : readInstant(time)
  const ms = said ?? Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? {} : { time: new Date(ms).toISOString() }
}

/** Milliseconds of this century; seconds would be a day of 1970. */
function asMilliseconds(time: number): number | undefined {
  return time > 1e12 && time < 1e13 ? time : undefined
}
