import type { QboRecord } from 'qbo-client'
import { datedRow, instant, isNewer, type ChangedRecord } from '../compare/known-changes.js'
import type { StoredVersion } from '../ledger/stored-versions.js'

/** `unknown`: it cannot be told which, for something that dates the record or its row cannot be read. */
export type DriftKind = 'missing' | 'appeared' | 'changed' | 'left' | 'unknown'

/** A record that differs from its row, in the window that it is of (or was of), or in none (-1). */
export interface Drift {
  readonly id: string
  readonly kind: DriftKind
  readonly window: number
}

/** The index of the window that the record belongs to, or -1. */
export type WindowOf = (record: QboRecord) => number

export interface DriftScope {
  readonly windowOf: WindowOf
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
  const newer = live === undefined ? true : isNewer(record, live)
  if (is < 0 && was < 0) return undefined
  if (newer === undefined) return { kind: 'unknown', window: Math.max(is, was) }
  if (!newer) return undefined
  if (is < 0) return { kind: 'left', window: was }
  // What a finished run has proved can neither have appeared nor changed since: the table has lost it.
  const proved = isBefore(record.lastUpdatedTime, scope.settledBefore(is))
  if (proved === undefined) return { kind: 'unknown', window: is }
  if (proved) return { kind: 'missing', window: is }
  return { kind: live === undefined ? 'appeared' : 'changed', window: is }
}

/** A record whose time has not moved since it was proved: its row must be there, in this version and in this window. */
export function lossOf(
  record: ChangedRecord,
  row: StoredVersion | undefined,
  windowOf: WindowOf,
): Drift | undefined {
  const { id } = record
  const window = windowOf(record.dated)
  if (window < 0) return { id, kind: 'unknown', window }
  if (row?.live !== true) return { id, kind: 'missing', window }
  const newer = isNewer(record, row)
  if (newer === undefined) return { id, kind: 'unknown', window }
  if (windowOf(datedRow(row)) !== window) return { id, kind: 'missing', window }
  if (!newer) return undefined
  // A payment moves the SyncToken of its invoice, and perhaps not its time (LanternOps/breeze#4624): the table has lost nothing.
  const hasSameTime = instant(record.lastUpdatedTime) === instant(row.lastUpdatedTime)
  return { id, kind: hasSameTime ? 'changed' : 'missing', window }
}

/** Undefined for a record without a time, or with one that is none: it may be of before and of after. */
function isBefore(time: string | undefined, settledBefore: string): boolean | undefined {
  const [at, settled] = [instant(time), instant(settledBefore)]
  return time === undefined || at === undefined || settled === undefined ? undefined : at < settled
}
