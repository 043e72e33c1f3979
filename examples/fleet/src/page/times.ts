import { nightly, weekly } from '../schedule.ts'
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

const clockTime = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** The day and the time, of this process's zone: `TZ` sets it. */
export function moment(at: Date, { locale }: Words): string {
  return at.toLocaleString(locale, { day: 'numeric', month: 'short', ...clockTime })
}

/** The same with the zone, which is said once on the page. */
export function fullMoment(at: Date, { locale }: Words): string {
  return at.toLocaleString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...clockTime,
    timeZoneName: 'short',
  })
}

/** Intuit's months begin at midnight in California: on that day. */
export function pacificDay(at: Date, { locale }: Words): string {
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'long', timeZone: 'America/Los_Angeles' })
}

export function nightlyTime(now: Date, { locale }: Words): string {
  return timeToday(now, nightly).toLocaleTimeString(locale, clockTime)
}

/** `Sunday at 09:00`, `domingo a las 09:00` */
export function weeklyTime(now: Date, { locale, dayAt }: Words): string {
  const today = timeToday(now, weekly)
  const sunday = new Date(today.getTime() - today.getUTCDay() * 86_400_000)
  const day = sunday.toLocaleDateString(locale, { weekday: 'long' })
  return dayAt(day, sunday.toLocaleTimeString(locale, clockTime))
}

function timeToday(now: Date, { hour, minute }: { readonly hour: number; readonly minute: number }): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute))
}
