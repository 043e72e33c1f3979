import { entityNoun } from 'qbo-backfill'
import type { KnownRecord } from '../gist.ts'

/** `Invoice 1009 (Jan 26, 2023, Granite Plumbing, 3,840.76)`: as somebody looks for it in QuickBooks. */
export function knownRecord(
  entity: string,
  { id, number, date, name, amount }: KnownRecord,
  language: 'en' | 'es',
  locale: string,
): string {
  const day =
    date === undefined || Number.isNaN(Date.parse(date))
      ? undefined
      : new Date(date.slice(0, 10)).toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const money =
    amount === undefined
      ? undefined
      : Number(amount).toLocaleString(locale, { minimumFractionDigits: 2, useGrouping: 'always' })
  const known = [day, name, money].filter((text) => text !== undefined)
  const { one } = entityNoun(entity, language)
  const called = `${one.charAt(0).toUpperCase()}${one.slice(1)} ${number ?? `Id ${id}`}`
  return known.length === 0 ? called : `${called} (${known.join(', ')})`
}

export function records(count: number, entity: string, language: 'en' | 'es'): string {
  const { one, many } = entityNoun(entity, language)
  return `${count} ${count === 1 ? one : many}`
}

/** Not as it begins one. */
export function inSentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
