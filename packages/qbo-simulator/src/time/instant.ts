import { parseCivilDate } from './civil-date.js'
import { pacificWallToEpochMs } from './pacific.js'

const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/**
 * Epoch milliseconds of an instant as a query's literal or a record's MetaData writes it, or undefined when it is
 * none. Without an offset it is read as Pacific, not as UTC (PHP-SDK#69); a bare date is that day's midnight.
 */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match === null || parseCivilDate(match[1]!) === undefined) return undefined
  const [, day, hours = '00', minutes = '00', seconds = '00', fraction = '', zone] = match
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const ms = fraction.padEnd(3, '0').slice(0, 3)
  const wall = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
  if (zone === undefined) return pacificWallToEpochMs(wall)
  return wall - offsetMinutes(zone) * 60_000
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return zone.startsWith('-') ? -minutes : minutes
}
