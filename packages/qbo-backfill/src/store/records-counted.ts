import type { WriteCounts } from 'qbo-raw-sink'

/** The distinct records that were read, whatever became of them. */
export function recordsCounted({ inserted, updated, unchanged, stale, rejected }: WriteCounts): number {
  return inserted + updated + unchanged + stale + rejected
}
