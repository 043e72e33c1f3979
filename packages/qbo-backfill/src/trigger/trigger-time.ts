import { refused, type WrongOption } from '../errors.js'
import type { Words } from '../language.js'
import { isCivilDate } from '../plan/civil-date.js'
import { formatInstant, localTimeAt, wholeSecond } from '../plan/time-zone.js'

const instantPattern =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt ](?<time>\d{2}:\d{2}(?::\d{2})?)(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d{2}:?\d{2})$/u

/**
 * Reads the instant of a trigger. It must say its offset: a time that means another instant on another machine is how
 * a run starts five hours early.
 */
function readTriggerInstant(text: string): string | WrongOption {
  const groups = instantPattern.exec(text.trim())?.groups
  if (groups === undefined) {
    return wrong(text, {
      en: 'is not an instant. Write 2024-01-15T02:00:00Z, or 2024-01-14T21:00:00-05:00.',
      es: 'no es un instante. Escriba 2024-01-15T02:00:00Z, o 2024-01-14T21:00:00-05:00.',
    })
  }
  const { date = '', time = '', fraction = '', offset = '' } = groups
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  if (!isCivilDate(date) || hours > 23 || minutes > 59 || seconds > 59)
    return wrong(text, { en: 'is an instant that does not exist.', es: 'es un instante que no existe.' })
  const normalized = /^[Zz]$/u.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const clock = `${time.length === 5 ? `${time}:00` : time}${fraction}`
  const instant = Date.parse(`${date}T${clock}${normalized}`)
  if (Number.isNaN(instant))
    return wrong(text, {
      en: 'has an offset that does not exist. Write Z or -05:00.',
      es: 'tiene un desfase que no existe. Escriba Z o -05:00.',
    })
  return formatInstant(wholeSecond(instant))
}

/** What is wrong with the instant, unless it is no text, which is for a schema to tell. */
export function wrongInstant(at: unknown): readonly WrongOption[] {
  const read = typeof at === 'string' ? readTriggerInstant(at) : ''
  return typeof read === 'string' ? [] : [read]
}

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function parseTriggerInstant(text: string): string {
  const read = readTriggerInstant(text)
  if (typeof read === 'string') return read
  throw refused([read])
}

/** `2024-01-14 21:00 America/Guayaquil`; seconds only where there are any. */
export function localTime(instant: string, timeZone: string): string {
  const shown = localTimeAt(Date.parse(instant), timeZone).replace('T', ' ')
  return `${instant.endsWith(':00Z') ? shown.slice(0, 16) : shown} ${timeZone}`
}

function wrong(text: string, problem: Words): WrongOption {
  return {
    path: 'at',
    en: `at "${text}" ${problem.en}`,
    es: `--at "${text}" ${problem.es}`,
  }
}
