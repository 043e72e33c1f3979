import { refused, type WrongOption } from '../errors.js'
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

/** A range as it is asked for: each end by one of its names, and as nobody has looked at it yet. */
export interface GivenRange {
  readonly from?: unknown
  readonly to?: unknown
  readonly fecha_inicio?: unknown
  readonly fecha_fin?: unknown
  readonly timeZone?: unknown
}

/**
 * Reads a range: its ends are instants with their offset (`2024-01-01T00:00:00Z`), or bare dates (midnight in the zone). If it
 * is none: all that is wrong with it, but for what is no text, which is for a schema to tell.
 */
export function readRange(given: GivenRange): Range | readonly WrongOption[] {
  const { timeZone = 'UTC' } = given
  const isKnown = typeof timeZone === 'string' && isTimeZone(timeZone)
  // Whether an end can be read is told also where the zone is wrong.
  const zone = isKnown ? timeZone : 'UTC'
  const start = readEnd('from', 'fecha_inicio', given, zone)
  const end = readEnd('to', 'fecha_fin', given, zone)
  if (!isKnown || typeof start !== 'number' || typeof end !== 'number') {
    const ends = [start, end].filter((read) => typeof read !== 'number')
    return [...(isKnown ? [] : wrongZone(timeZone)), ...ends.flat()]
  }
  const wrong = wrongSpan(start, end, zone)
  return wrong.length > 0 ? wrong : { from: formatInstant(start), to: formatInstant(end), timeZone }
}

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming all that is wrong with the range. */
export function parseRange(from: string, to: string, timeZone: string): Range {
  const range = readRange({ from, to, timeZone })
  if (isRange(range)) return range
  throw refused(range)
}

export function isRange(read: Range | readonly WrongOption[]): read is Range {
  return 'timeZone' in read
}

function wrongZone(timeZone: unknown): readonly WrongOption[] {
  if (typeof timeZone !== 'string') return []
  return [
    {
      path: 'timeZone',
      en: `Unknown time zone "${timeZone}". Use an IANA name such as America/Guayaquil or UTC.`,
      es: `No se conoce la zona horaria "${timeZone}". Use un nombre IANA, como America/Guayaquil o UTC.`,
    },
  ]
}

function wrongSpan(start: number, end: number, timeZone: string): readonly WrongOption[] {
  if (start === end)
    return [
      {
        path: 'to',
        en: `The range is empty: from and to are both ${formatInstant(start)}. "to" is not included; choose a later one.`,
        es: `El período está vacío: fecha_inicio y fecha_fin son ambas ${formatInstant(start)}. fecha_fin no se incluye; elija una posterior.`,
      },
    ]
  if (start > end)
    return [
      {
        path: 'to',
        en: `The range ends before it starts: from ${formatInstant(start)}, to ${formatInstant(end)}. Swap them.`,
        es: `El período termina antes de empezar: desde ${formatInstant(start)} hasta ${formatInstant(end)}. Intercambie las dos fechas.`,
      },
    ]
  const beyond = {
    en: `A range lies between ${firstDate} and ${lastDate}, which is the latest end. Not included, as any end.`,
    es: `Un período va de ${firstDate} a ${lastDate} como máximo; ese último final, como todo final, no se incluye.`,
  }
  return [
    ...(start < firstStart ? [{ path: 'from', ...beyond }] : []),
    ...(nextUnit(civilDateAt(end - 1000, timeZone), 'day') === undefined ? [{ path: 'to', ...beyond }] : []),
  ]
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

/** Epoch milliseconds, or what is wrong with the end. */
function readEnd(
  name: 'from' | 'to',
  alias: 'fecha_inicio' | 'fecha_fin',
  given: GivenRange,
  zone: string,
): number | readonly WrongOption[] {
  const { [name]: value, [alias]: aliased } = given
  if (value !== undefined && aliased !== undefined)
    return wrongEnd(name, {
      en: `"${name}" and "${alias}" are the same option; give one of them.`,
      es: `"${name}" y "${alias}" son la misma opción; indique una sola.`,
    })
  const text = value === undefined ? aliased : value
  if (text === undefined)
    return wrongEnd(name, {
      en: `"${name}" (${alias}) is missing, for example 2024-01-01T00:00:00Z.`,
      es: `Falta "${alias}" (${name}), por ejemplo 2024-01-01T00:00:00Z.`,
    })
  if (typeof text !== 'string') return []
  const read = readInstant(text, zone)
  if (typeof read === 'number') return read
  return wrongEnd(name, {
    en: `${name} (${alias}) "${text}" ${read.en}`,
    es: `${alias} (${name}) "${text}" ${read.es}`,
  })
}

/** Epoch milliseconds of an instant or a date, or why it is neither. */
function readInstant(text: string, zone: string): number | Words {
  const groups = boundPattern.exec(text.trim())?.groups
  const date = groups?.['date']
  if (groups === undefined || date === undefined)
    return {
      en: 'is not a date or time. Write 2024-01-31 or 2024-01-31T00:00:00Z.',
      es: 'no es una fecha ni una hora. Escriba 2024-01-31 o 2024-01-31T00:00:00Z.',
    }
  if (!isCivilDate(date)) return { en: 'is a date that does not exist.', es: 'es una fecha que no existe.' }
  const time = groups['time']
  if (time === undefined) return startOfDay(date, zone)
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  if (hours > 23 || minutes > 59 || seconds > 59)
    return { en: 'is a time that does not exist.', es: 'es una hora que no existe.' }
  const clock = `${date}T${time.length === 5 ? `${time}:00` : time}${groups['fraction'] ?? ''}`
  const offset = groups['offset']
  if (offset === undefined)
    return {
      en: 'has a time and no offset, so it could be meant in any zone. Add Z or -05:00.',
      es: 'tiene hora y no desfase, así que podría ser de cualquier zona. Agregue Z o -05:00.',
    }
  const normalized = /^[Zz]$/u.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const instant = Date.parse(`${clock}${normalized}`)
  if (Number.isNaN(instant))
    return {
      en: 'has an offset that does not exist. Write Z or -05:00.',
      es: 'tiene un desfase que no existe. Escriba Z o -05:00.',
    }
  return wholeSecond(instant)
}

function wrongEnd(path: string, words: Words): readonly WrongOption[] {
  return [{ path, ...words }]
}
