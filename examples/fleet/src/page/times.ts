import type { Words } from '../words/words.ts'

/** `3 hours ago`, `hace 3 horas`. */
export function ago(then: Date, now: Date, { locale }: Words): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000)
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  for (const [unit, length] of units)
    if (-seconds >= length) return format.format(Math.ceil(seconds / length), unit)
  return format.format(Math.min(0, seconds), 'second')
}

/** Of today the time, of another day the day too. */
export function moment(at: Date, now: Date, { locale }: Words): string {
  const isNear = Math.abs(at.getTime() - now.getTime()) < 86_400_000
  return at.toLocaleString(
    locale,
    isNear
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  )
}

export function clock(at: Date, { locale }: Words): string {
  return at.toLocaleTimeString(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
}

/** Intuit's months begin at midnight in California: on that day. */
export function pacificDay(at: Date, { locale }: Words): string {
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'long', timeZone: 'America/Los_Angeles' })
}
