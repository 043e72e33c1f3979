import type { WriteCounts } from 'qbo-raw-sink'
import type { Lease } from '../ledger/lease.js'
import {
  advanceSegment,
  failSegment,
  selectSegments,
  splitSegment,
  startSegment,
  type PageCommit,
  type SegmentSplit,
  type SegmentStart,
  type StoredSegment,
} from '../ledger/segments.js'
import { rejectPoisoned } from './reject-poisoned.js'
import type { StoreDatabase } from './store-database.js'
import { writeTargets } from './write-records.js'

export interface SegmentStore {
  ofRun(runId: string): Promise<readonly StoredSegment[]>
  start(lease: Lease, runId: string, start: SegmentStart): Promise<void>
  /** Rows, counts, cursor and the page's line in the ledger: all of it, or nothing. */
  commitPage(lease: Lease, page: PageCommit): Promise<WriteCounts>
  /** Narrows a segment and enters the parts that it gives away, which go on from its place. */
  split(lease: Lease, runId: string, split: SegmentSplit): Promise<void>
  fail(lease: Lease, runId: string, number: number, error: unknown): Promise<void>
}

export function segmentStore({ state, sink, fenced }: StoreDatabase): SegmentStore {
  return {
    ofRun: (runId) => selectSegments(state, runId),
    start: (lease, runId, start) => fenced(lease, (_, inState) => startSegment(inState, runId, start)),
    commitPage: (lease, page) =>
      fenced(lease, async (trx, inState) => {
        const { realmId } = lease
        const { entity, text, recordsPath, targets, runId, askedAt, poisoned } = page
        const written = await writeTargets(sink, trx, {
          realmId,
          entity,
          text,
          recordsPath,
          windows: targets,
          runId,
          askedAt,
          page: { number: page.pageNumber, size: page.pageSize },
        })
        for (const record of poisoned) await rejectPoisoned(sink, trx, { realmId, entity, runId }, record)
        const counts = { ...written, rejected: written.rejected + poisoned.length }
        await advanceSegment(inState, page, targets.length, counts)
        return counts
      }),
    split: (lease, runId, split) => fenced(lease, (_, inState) => splitSegment(inState, runId, split)),
    fail: (lease, runId, number, error) =>
      fenced(lease, (_, inState) => failSegment(inState, runId, number, error)),
  }
}
