/**
 * US Pacific time, the zone of every instant QuickBooks Online serves (Java-SDK#26: "API returns date in PST… always?
 * Yes"). Offsets come from the runtime's own zone data, found once a year and then answered by comparison, since
 * a company has a million of them.
 */
interface PacificYear {
  readonly summerFrom: number
  readonly winterFrom: number
  readonly summerMinutes: number
  readonly winterMinutes: number
}

const zoneName = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  timeZoneName: 'longOffset',
})
const years = new Map<number, PacificYear>()

/** Minutes east of UTC that the Pacific zone has at an instant: −420 or −480. */
function pacificOffsetMinutes(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear()
  let known = years.get(year)
  if (known === undefined) {
    known = readYear(year)
    years.set(year, known)
  }
  const isSummer = epochMs >= known.summerFrom && epochMs < known.winterFrom
  return isSummer ? known.summerMinutes : known.winterMinutes
}

/** An instant as MetaData shows it: `2026-04-08T13:16:17-07:00`, whole seconds. */
export function formatPacific(epochMs: number): string {
  const offset = pacificOffsetMinutes(epochMs)
  return new Date(epochMs + offset * 60_000).toISOString().slice(0, 19) + offsetText(offset)
}

/** An instant as the envelope's `time` shows it: as above, with milliseconds. */
export function formatPacificMs(epochMs: number): string {
  const offset = pacificOffsetMinutes(epochMs)
  return new Date(epochMs + offset * 60_000).toISOString().slice(0, 23) + offsetText(offset)
}

/** The Pacific calendar day of an instant, `YYYY-MM-DD`. */
export function pacificDay(epochMs: number): string {
  return formatPacific(epochMs).slice(0, 10)
}

/** The instant at which Pacific clocks show this wall time (given as if it were UTC); the earlier of two. */
export function pacificWallToEpochMs(wallMs: number): number {
  const summer = wallMs + 7 * 3_600_000
  return pacificOffsetMinutes(summer) === -420 ? summer : wallMs + 8 * 3_600_000
}

function readYear(year: number): PacificYear {
  const january = Date.UTC(year, 0, 1)
  const july = Date.UTC(year, 6, 1)
  const nextJanuary = Date.UTC(year + 1, 0, 1)
  return {
    summerFrom: findChange(january, july),
    winterFrom: findChange(july, nextJanuary),
    summerMinutes: offsetFromZoneData(july),
    winterMinutes: offsetFromZoneData(january),
  }
}

function findChange(from: number, to: number): number {
  const before = offsetFromZoneData(from)
  let low = from
  let high = to
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetFromZoneData(middle) === before) low = middle
    else high = middle
  }
  return high
}

function offsetFromZoneData(epochMs: number): number {
  const part = zoneName.formatToParts(epochMs).find((one) => one.type === 'timeZoneName')
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(part?.value ?? '')
  if (match === null) return -480
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

function offsetText(minutes: number): string {
  return minutes === -420 ? '-07:00' : minutes === -480 ? '-08:00' : isoOffset(minutes)
}

function isoOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}
