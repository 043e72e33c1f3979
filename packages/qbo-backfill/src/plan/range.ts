import { BackfillError } from '../errors.js'
import type { Words } from '../language.js'
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
    throw invalid('timeZone', {
      en: `Unknown time zone "${timeZone}". Use an IANA name such as America/Guayaquil or UTC.`,
      es: `No se conoce la zona horaria "${timeZone}". Use un nombre IANA, como America/Guayaquil o UTC.`,
    })
  }
  const start = parseBound('from (fecha_inicio)', from, timeZone)
  const end = parseBound('to (fecha_fin)', to, timeZone)
  if (start === end) {
    throw invalid('to', {
      en: `The range is empty: from and to are both ${formatInstant(start)}. "to" is not included; choose a later one.`,
      es: `El período está vacío: fecha_inicio y fecha_fin son ambas ${formatInstant(start)}. fecha_fin no se incluye; elija una posterior.`,
    })
  }
  if (start > end) {
    throw invalid('to', {
      en: `The range ends before it starts: from ${formatInstant(start)}, to ${formatInstant(end)}. Swap them.`,
      es: `El período termina antes de empezar: desde ${formatInstant(start)} hasta ${formatInstant(end)}. Intercámbielas.`,
    })
  }
  if (start < firstStart || nextUnit(civilDateAt(end - 1000, timeZone), 'day') === undefined) {
    throw invalid(start < firstStart ? 'from' : 'to', {
      en: `A range lies between ${firstDate} and ${lastDate}, which is the latest end. Not included, as any end.`,
      es: `Un período va de ${firstDate} a ${lastDate} como máximo; ese último final, como todo final, no se incluye.`,
    })
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
    throw invalid(pathOf(name), {
      en: `${name} "${text}" is not a date or time. Write 2024-01-31 or 2024-01-31T00:00:00Z.`,
      es: `${spanishName(name)} "${text}" no es una fecha ni una hora. Escriba 2024-01-31 o 2024-01-31T00:00:00Z.`,
    })
  }
  if (!isCivilDate(date))
    throw invalid(pathOf(name), {
      en: `${name} "${text}" is a date that does not exist.`,
      es: `${spanishName(name)} "${text}" es una fecha que no existe.`,
    })
  const time = groups['time']
  if (time === undefined) return startOfDay(date, zone)
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  if (hours > 23 || minutes > 59 || seconds > 59)
    throw invalid(pathOf(name), {
      en: `${name} "${text}" is a time that does not exist.`,
      es: `${spanishName(name)} "${text}" es una hora que no existe.`,
    })
  const clock = `${date}T${time.length === 5 ? `${time}:00` : time}${groups['fraction'] ?? ''}`
  const offset = groups['offset']
  if (offset === undefined) {
    throw invalid(pathOf(name), {
      en: `${name} "${text}" has a time and no offset, so it could be meant in any zone. Add Z or -05:00.`,
      es: `${spanishName(name)} "${text}" tiene hora y no desfase, así que podría ser de cualquier zona. Agregue Z o -05:00.`,
    })
  }
  return wholeSecond(offsetTime(name, text, clock, offset))
}

function offsetTime(name: string, text: string, clock: string, offset: string): number {
  const normalized = /^[Zz]$/u.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const instant = Date.parse(`${clock}${normalized}`)
  if (Number.isNaN(instant))
    throw invalid(pathOf(name), {
      en: `${name} "${text}" has an offset that does not exist. Write Z or -05:00.`,
      es: `${spanishName(name)} "${text}" tiene un desfase que no existe. Escriba Z o -05:00.`,
    })
  return instant
}

/** `from (fecha_inicio)` is the option `from`. */
function pathOf(name: string): string {
  return name.replace(/ .*/u, '')
}

/** `from (fecha_inicio)` the other way round: in Spanish the Spanish name comes first. */
function spanishName(name: string): string {
  return name.replace(/(\w+) \((\w+)\)/u, '$2 ($1)')
}

function invalid(path: string, words: Words): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words, { issues: [{ path, message: words.en }] })
}
