import type { EntityDefinition } from 'qbo-client'
import { civilDatesOf, type Range } from './range.js'

/** What becomes of an entity's range before it is read, as facts that can be said in any language. */
export type RangeNotice =
  | { readonly kind: 'cut'; readonly entity: string; readonly readTo: string; readonly askedTo: string }
  | {
      readonly kind: 'rounded'
      readonly entity: string
      readonly timeZone: string
      readonly first: string
      readonly end: string
    }

/** A list is not read past what is settled; transactions are dated by day, so a range that cuts a day is rounded outward. */
export function rangeNotice(
  entity: Pick<EntityDefinition, 'name' | 'strategy'>,
  range: Range,
  settledBefore: string,
): RangeNotice | undefined {
  if (entity.strategy === 'list' && range.to > settledBefore)
    return { kind: 'cut', entity: entity.name, readTo: settledBefore, askedTo: range.to }
  if (entity.strategy !== 'transaction') return undefined
  const { first, end, rounded } = civilDatesOf(range)
  return rounded ? { kind: 'rounded', entity: entity.name, timeZone: range.timeZone, first, end } : undefined
}

export function noticeText(notice: RangeNotice): string {
  switch (notice.kind) {
    case 'cut':
      return `${notice.entity}: read up to ${notice.readTo}, not ${notice.askedTo}: what changed later is not settled at QuickBooks yet. Run again to get it.`
    case 'rounded':
      return `${notice.entity}: transactions are dated by day, so the range was rounded outward to whole days in ${notice.timeZone}: ${notice.first} up to, not including, ${notice.end}.`
  }
}
