import { BackfillError } from '../errors.js'
import { firstDate, isCivilDate, lastDate, nextUnit } from './civil-date.js'
import { civilDateAt, formatInstant, isTimeZone, startOfDay, wholeSecond } from './time-zone.js'

/** The half-open span `[from, to)` that a run covers. Instants are `YYYY-MM-DDTHH:MM:SSZ`. */
export interface Range {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

const firstStart = Date.parse(`${firstDate}T00:00:00Z`)

const boundPattern =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[Tt ](?<time>\d{2}:\d{2}(?::\d{2})?)(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d{2}:?\d{2})?)?$/u

/**
 * Reads `from` and `to`: an instant with its offset (`2024-01-01T00:00:00Z`), or a bare date (midnight in the zone).
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for a zone, date or time that does not exist, or a range of no length.
 */
export function parseRange(from: string, to: string, timeZone: string): Range {
  if (!isTimeZone(timeZone)) {
    throw invalid(
      'timeZone',
      `Unknown time zone "${timeZone}". Use an IANA name such as America/Guayaquil or UTC.`,
    )
  }
  const start = parseBound('from (fecha_inicio)', from, timeZone)
  const end = parseBound('to (fecha_fin)', to, timeZone)
  if (start === end) {
    throw invalid(
      'to',
      `The range is empty: from and to are both ${formatInstant(start)}. "to" is not included; choose a later one.`,
    )
  }
  if (start > end) {
    throw invalid(
      'to',
      `The range ends before it starts: from ${formatInstant(start)}, to ${formatInstant(end)}. Swap them.`,
    )
  }
  if (start < firstStart || nextUnit(civilDateAt(end - 1000, timeZone), 'day') === undefined) {
    throw invalid(
      start < firstStart ? 'from' : 'to',
      `A range lies between ${firstDate} and ${lastDate}, which is the latest end. Not included, as any end.`,
    )
  }
  return { from: formatInstant(start), to: formatInstant(end), timeZone }
}

/** The civil dates `[first, end)` that the range touches in its zone; a range that cuts a day is rounded outward. */
export function civilDatesOf(range: Range): { first: string; end: string; rounded: boolean } {
  const from = Date.parse(range.from)
  const to = Date.parse(range.to)
  const first = civilDateAt(from, range.timeZone)
  const last = civilDateAt(to - 1000, range.timeZone)
  const end = civilDateAt(startOfNextDay(last, range.timeZone), range.timeZone)
  const rounded = startOfDay(first, range.timeZone) !== from || startOfDay(end, range.timeZone) !== to
  return { first, end, rounded }
}

function startOfNextDay(date: string, zone: string): number {
  return startOfDay(nextUnit(date, 'day') ?? lastDate, zone)
}

function parseBound(name: string, text: string, zone: string): number {
  const groups = boundPattern.exec(text.trim())?.groups
  const date = groups?.['date']
  if (groups === undefined || date === undefined) {
    throw invalid(
      pathOf(name),
      `${name} "${text}" is not a date or time. Write 2024-01-31 or 2024-01-31T00:00:00Z.`,
    )
  }
  if (!isCivilDate(date)) throw invalid(pathOf(name), `${name} "${text}" is a date that does not exist.`)
  const time = groups['time']
  if (time === undefined) return startOfDay(date, zone)
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  if (hours > 23 || minutes > 59 || seconds > 59)
    throw invalid(pathOf(name), `${name} "${text}" is a time that does not exist.`)
  const clock = `${date}T${time.length === 5 ? `${time}:00` : time}${groups['fraction'] ?? ''}`
  const offset = groups['offset']
  if (offset === undefined) {
    throw invalid(
      pathOf(name),
      `${name} "${text}" has a time and no offset, so it could be meant in any zone. Add Z or -05:00.`,
    )
  }
  return wholeSecond(offsetTime(name, text, clock, offset))
}

function offsetTime(name: string, text: string, clock: string, offset: string): number {
  const normalized = /^[Zz]$/u.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const instant = Date.parse(`${clock}${normalized}`)
  if (Number.isNaN(instant))
    throw invalid(pathOf(name), `${name} "${text}" has an offset that does not exist. Write Z or -05:00.`)
  return instant
}

/** `from (fecha_inicio)` is the option `from`. */
function pathOf(name: string): string {
  return name.replace(/ .*/u, '')
}

function invalid(path: string, message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message, { issues: [{ path, message }] })
}
