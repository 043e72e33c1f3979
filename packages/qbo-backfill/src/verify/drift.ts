import type { QboRecord } from 'qbo-client'
import type { StoredVersion } from '../store/verification-store.js'
import { datedRow, instant, isNewer, type ChangedRecord } from './changed-record.js'

export type DriftKind = 'missing' | 'appeared' | 'changed' | 'left'

/** A record that differs from its row, in the window that it is of (or was of). */
export interface Drift {
  readonly id: string
  readonly kind: DriftKind
  readonly window: number
}

export interface DriftScope {
  /** The index of the window that the record belongs to, or -1. */
  readonly windowOf: (record: QboRecord) => number
  /** When a window was settled by the finished run that covers it. */
  readonly settledBefore: (window: number) => string
}

/** Holds what changed at the source against what is stored; records that are neither in the range nor were are left out. */
export function driftOf(
  changed: Iterable<ChangedRecord>,
  stored: ReadonlyMap<string, StoredVersion>,
  scope: DriftScope,
): readonly Drift[] {
  const drifts: Drift[] = []
  for (const record of changed) {
    const drift = driftOfOne(record, stored.get(record.id), scope)
    if (drift !== undefined) drifts.push({ id: record.id, ...drift })
  }
  return drifts
}

function driftOfOne(
  record: ChangedRecord,
  row: StoredVersion | undefined,
  scope: DriftScope,
): Omit<Drift, 'id'> | undefined {
  const live = row?.live === true ? row : undefined
  const was = live === undefined ? -1 : scope.windowOf(datedRow(live))
  if (record.deleted) return was < 0 ? undefined : { kind: 'left', window: was }
  const is = scope.windowOf(record.dated)
  if (live === undefined) {
    if (is < 0) return undefined
    // What a finished run has proved cannot have appeared since.
    const proved = instant(record.lastUpdatedTime) < instant(scope.settledBefore(is))
    return { kind: proved ? 'missing' : 'appeared', window: is }
  }
  if (!isNewer(record, live)) return undefined
  if (is >= 0) return { kind: 'changed', window: is }
  return was < 0 ? undefined : { kind: 'left', window: was }
}
