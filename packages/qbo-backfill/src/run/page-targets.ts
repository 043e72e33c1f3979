import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { windowIndexOf, type ReadSetKind } from '../plan/read-set.js'
import type { PlannedSegment } from '../plan/segment.js'
import type { Window } from '../plan/window.js'

export interface PageTargets {
  /** One for each record of the page, in its order; null where there is nothing to write. */
  readonly targets: readonly (RecordTarget | null)[]
  readonly outsideRange: number
}

/**
 * Attributes the records of a page to the windows of its segment. Records that an earlier page counted are left alone;
 * a record that the segment did not ask for is dropped and counted.
 */
export function pageTargets(
  records: readonly QboRecord[],
  fresh: readonly boolean[],
  segment: PlannedSegment,
  windows: readonly Window[],
  rangeFrom: string,
): PageTargets {
  const kinds: readonly ReadSetKind[] = [segment.kind]
  let outsideRange = 0
  const targets = records.map((record, index) => {
    if (fresh[index] !== true) return null
    const number = windowIndexOf(kinds, windows, rangeFrom, record)
    const window = number >= segment.firstWindow && number < segment.endWindow ? windows[number] : undefined
    if (window !== undefined) return { window: { start: window.start, end: window.end } }
    outsideRange += 1
    return null
  })
  return { targets, outsideRange }
}
