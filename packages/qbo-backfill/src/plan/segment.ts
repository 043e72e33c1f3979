import type { EntityName } from 'qbo-client'
import type { ReadSetKind } from './read-set.js'

/** Entity × consecutive windows read by one scan: the unit of checkpoint, retry and fan-out. */
export interface PlannedSegment {
  /** 1, 2, 3 … in the run. */
  readonly number: number
  readonly entity: EntityName
  readonly kind: ReadSetKind
  /** Indexes into the windows of the entity: `[firstWindow, endWindow)`. */
  readonly firstWindow: number
  readonly endWindow: number
  /** What COUNT(*) said when the run was planned; of a part of what was counted, about how many of its rows. */
  readonly plannedCount: number
}
