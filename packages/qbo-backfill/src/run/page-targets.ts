import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { setOf, type EntityRange } from '../plan/entity-range.js'
import { isDated } from '../plan/read-set.js'
import type { PlannedSegment } from '../plan/segment.js'

export interface PageTargets {
  /** One for each record of the page, in its order; null where there is nothing to write. */
  readonly targets: readonly (RecordTarget | null)[]
  readonly outsideRange: number
}

/**
 * Attributes the records of a page to the windows of its segment. Records that an earlier page counted are left alone;
 * a record that the segment did not ask for is dropped and counted. One that does not say when it is of was asked for, as
 * far as anybody knows.
 */
export function pageTargets(
  records: readonly QboRecord[],
  fresh: readonly boolean[],
  segment: PlannedSegment,
  entity: EntityRange,
): PageTargets {
  const set = setOf(entity, segment.kind)
  let outsideRange = 0
  const targets = records.map((record, index) => {
    if (fresh[index] !== true) return null
    const number = set.windowOf(record)
    const isOwn = number >= segment.firstWindow && number < segment.endWindow
    const window = isOwn ? entity.windows[number] : undefined
    if (window !== undefined) return { window: { start: window.start, end: window.end } }
    if (!isDated([set.kind], record)) return { window: null }
    outsideRange += 1
    return null
  })
  return { targets, outsideRange }
}
