import { formatInstant } from '../statement/instant.js'
import type { ScanCursor } from './scan-cursor.js'

/** What a scan must know of a record. */
export interface ScannedRecord {
  readonly id: string
  /** Its key as an instant, in milliseconds of a whole second; undefined when it has none. */
  readonly second: number | undefined
}

/** What a page means for the scan. */
export interface ScanStep {
  readonly fresh: readonly boolean[]
  /** The cursor after the page; `done` is set when nothing can follow. */
  readonly cursor: ScanCursor
  readonly next: 'done' | 'more' | 'crowded'
}

/** Where a scan begins. */
export const scanStart: ScanCursor = Object.freeze({ key: '', ids: [], distinct: 0, done: false })

/**
 * Decides what a page of a keyset scan adds, and what to ask for next. Pure. Records of one second come in
 * another order at each call, so nothing here depends on the order of ties: only on which Ids were seen at the
 * boundary second.
 */
export function stepScan(
  before: ScanCursor,
  records: readonly ScannedRecord[],
  pageSize: number,
  plannedCount: number,
): ScanStep {
  const { fresh, ids, second, distinct } = countPage(before, records)
  const boundary = secondOf(before)
  const cursor = {
    key: Number.isFinite(second) ? formatInstant(second) : before.key,
    ids,
    distinct,
    done: false,
  }
  const next = decideNext({
    isEmpty: records.length === 0,
    isFull: records.length >= pageSize,
    hasFresh: fresh.includes(true),
    hasOneKey: records.every((record) => record.second === second),
    hasMoved: second > boundary,
    isComplete: distinct >= plannedCount,
  })
  return { fresh, cursor: { ...cursor, done: next === 'done' }, next }
}

/** The boundary of a cursor as an instant; before everything at the start. */
export function secondOf(cursor: ScanCursor): number {
  return cursor.key === '' ? -Infinity : Date.parse(cursor.key)
}

function countPage(before: ScanCursor, records: readonly ScannedRecord[]) {
  const boundary = secondOf(before)
  const second = records.reduce((latest, record) => Math.max(latest, record.second ?? -Infinity), boundary)
  const known = new Set(before.ids)
  const inPage = new Set<string>()
  // The Ids of a second that the scan has left are forgotten: it will not be asked for again.
  const ids = new Set(second === boundary ? before.ids : [])
  const fresh = records.map(({ id, second: own }) => {
    // A record without the key is remembered too, or a page full of them would come for ever.
    if (own === second || own === undefined) ids.add(id)
    if (known.has(id) || inPage.has(id)) return false
    inPage.add(id)
    return true
  })
  return { fresh, ids: [...ids], second, distinct: before.distinct + fresh.filter(Boolean).length }
}

function decideNext(page: {
  readonly isEmpty: boolean
  readonly isFull: boolean
  readonly hasFresh: boolean
  readonly hasOneKey: boolean
  readonly hasMoved: boolean
  readonly isComplete: boolean
}): ScanStep['next'] {
  if (page.isEmpty) return 'done'
  // The key cannot move past a second that fills the page, nor past one that shows nothing new too early.
  if (page.hasOneKey && (page.isFull || (!page.hasFresh && !page.isComplete))) return 'crowded'
  if (page.hasFresh) return !page.isFull && page.isComplete ? 'done' : 'more'
  return page.hasMoved && (page.isFull || !page.isComplete) ? 'more' : 'done'
}
