import type { Condition, EntityDefinition, QboRecord } from 'qbo-client'
import type { RowSet } from 'qbo-raw-sink'
import type { WindowSize } from './civil-date.js'
import { formatInstant } from './time-zone.js'
import type { Range } from './range.js'
import { instantWindows, transactionWindows, windowOfDate, windowOfInstant, type Window } from './window.js'

/**
 * Which records one scan reads, and by what they are dated:
 * `transaction` by TxnDate; `created` by CreateTime; `updated` by LastUpdatedTime, of those created before the range;
 * `everything` has no usable time filter. QBO has no OR, so a list is read by two scans that share no record.
 */
export type ReadSetKind = 'transaction' | 'created' | 'updated' | 'everything'

export type OrderKey = 'MetaData.CreateTime' | 'MetaData.LastUpdatedTime'

/** The same set of records, said to QBO and to the table. */
export interface ReadSet {
  readonly where: readonly Condition[]
  readonly rows: RowSet
}

/** The read sets of an entity, in the order in which they are scanned. */
export function readSetKinds(entity: EntityDefinition): readonly ReadSetKind[] {
  switch (entity.strategy) {
    case 'transaction':
      return ['transaction']
    case 'list':
      return ['created', 'updated']
    case 'full':
    case 'singleton':
      return ['everything']
  }
}

/** CreateTime never changes, so a scan ordered by it cannot lose a row; only the update scan has to follow updates. */
export function orderKeyOf(kind: ReadSetKind): OrderKey {
  return kind === 'updated' ? 'MetaData.LastUpdatedTime' : 'MetaData.CreateTime'
}

/** The windows of an entity: of a day for transactions and the whole range for the others, unless a size is asked for. */
export function windowsOf(
  entity: EntityDefinition,
  range: Range,
  size: WindowSize | undefined,
): readonly Window[] {
  switch (entity.strategy) {
    case 'transaction':
      return transactionWindows(range, size ?? 'day')
    case 'list':
      return instantWindows(range, size ?? 'range')
    case 'full':
    case 'singleton':
      return instantWindows(range, 'range')
  }
}

/** The records of consecutive windows. `rangeFrom` is where the whole range starts, which `updated` needs. */
export function readSetOf(kind: ReadSetKind, windows: readonly Window[], rangeFrom: string): ReadSet {
  const first = windows[0]
  const last = windows.at(-1)
  if (first === undefined || last === undefined || kind === 'everything') return { where: [], rows: {} }
  switch (kind) {
    case 'transaction':
      return {
        where: between('TxnDate', first.firstDate, last.endDate),
        rows: { txnDate: { from: first.firstDate, to: last.endDate } },
      }
    case 'created':
      return {
        where: between('MetaData.CreateTime', first.start, last.end),
        rows: { createTime: { from: first.start, to: last.end } },
      }
    case 'updated':
      return {
        where: [
          ...between('MetaData.LastUpdatedTime', first.start, last.end),
          { field: 'MetaData.CreateTime', operator: '<', value: rangeFrom },
        ],
        rows: { lastUpdatedTime: { from: first.start, to: last.end }, createTime: { to: rangeFrom } },
      }
  }
}

/** The part of a set that has not changed since `settledBefore`. Rows can leave it, and none can join it. */
export function settled(where: readonly Condition[], settledBefore: string): readonly Condition[] {
  return [...where, { field: 'MetaData.LastUpdatedTime', operator: '<', value: settledBefore }]
}

/**
 * The index of the window that the record belongs to, or -1 if the range does not hold it.
 */
export function windowIndexOf(
  kinds: readonly ReadSetKind[],
  windows: readonly Window[],
  rangeFrom: string,
  record: QboRecord,
): number {
  for (const kind of kinds) {
    const index = indexIn(kind, windows, rangeFrom, record)
    if (index >= 0) return index
  }
  return -1
}

function indexIn(
  kind: ReadSetKind,
  windows: readonly Window[],
  rangeFrom: string,
  record: QboRecord,
): number {
  if (kind === 'everything') return windows.length > 0 ? 0 : -1
  if (kind === 'transaction') {
    const date = record['TxnDate']
    return typeof date === 'string' ? windowOfDate(windows, date.slice(0, 10)) : -1
  }
  const created = instantOf(record.MetaData?.CreateTime)
  if (kind === 'created') return created === undefined ? -1 : windowOfInstant(windows, created)
  const updated = instantOf(record.MetaData?.LastUpdatedTime)
  // A record created inside the range belongs to the other scan, also when that one has no window for it any more.
  return updated === undefined || (created !== undefined && created >= rangeFrom)
    ? -1
    : windowOfInstant(windows, updated)
}

/** QBO serves times with the Pacific offset of their date; we compare instants. */
function instantOf(text: string | undefined): string | undefined {
  const milliseconds = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : formatInstant(milliseconds)
}

function between(field: string, from: string, to: string): readonly Condition[] {
  return [
    { field, operator: '>=', value: from },
    { field, operator: '<', value: to },
  ]
}
