import { readInstant, type Condition, type EntityDefinition, type QboRecord } from 'qbo-client'
import type { RowSet } from 'qbo-raw-sink'
import { isCivilDate } from './civil-date.js'
import { formatInstant } from './time-zone.js'
import { windowOfDate, windowOfInstant, type Window } from './window.js'

/**
 * Which records one scan reads, and by what they are dated:
 * `transaction` by TxnDate; `created` by CreateTime; `updated` by LastUpdatedTime, of those created before the range;
 * `everything` has no usable time filter. QBO has no OR, so a list is read by two scans that share no record.
 */
export type ReadSetKind = 'transaction' | 'created' | 'updated' | 'everything'

export type OrderKey = 'MetaData.CreateTime' | 'MetaData.LastUpdatedTime'

/** A set of records, said to QuickBooks and to the table in the same way. */
export interface RecordSet {
  readonly where: readonly Condition[]
  readonly rows: RowSet
  /** The part of it that has not changed since `settledBefore`. Rows can leave it, and none can join it. */
  settled(settledBefore: string): SettledSet
}

/** Without a usable time filter a set cannot be narrowed to what is settled: it is taken whole, and S is undefined. */
export interface SettledSet extends Pick<RecordSet, 'where' | 'rows'> {
  readonly settledBefore: string | undefined
}

/** The records of an entity that one scan reads. */
export interface ReadSet extends RecordSet {
  readonly kind: ReadSetKind
  /** What the scan goes by. */
  readonly key: OrderKey
  /** What a record's window is decided by. */
  readonly windowField: 'TxnDate' | OrderKey
  /** By what the table counts its rows so that each count is of one window. */
  readonly groupBy: RowGrouping
  /** The records of consecutive windows `[first, end)`. */
  between(first: number, end: number): RecordSet
  /** The index of the window that the record belongs to, or -1. */
  readonly windowOf: (record: QboRecord) => number
  /** The index of the window that a group of rows is of, or -1. */
  readonly windowOfGroup: (group: string) => number
}

/** A date each, all together, or between boundaries: the group is then the number of the span. */
export type RowGrouping =
  | 'txnDate'
  | 'total'
  | { readonly column: 'createTime' | 'lastUpdatedTime'; readonly boundaries: readonly string[] }

/** Consecutive windows, and where the whole range that they are of starts. */
interface WindowsOfRange {
  readonly windows: readonly Window[]
  readonly rangeFrom: string
}

/** What a kind of set knows of its records. */
interface SetDefinition {
  readonly key: OrderKey
  /** Undefined: it has no usable time filter. */
  readonly span?: (first: Window, last: Window, rangeFrom: string) => Pick<RecordSet, 'where' | 'rows'>
  readonly groupBy: (windows: readonly Window[]) => RowGrouping
  readonly windowOf: (record: QboRecord, range: WindowsOfRange) => number
  readonly windowOfGroup: (group: string, windows: readonly Window[]) => number
  readonly isDated: (record: QboRecord) => boolean
}

const definitions: Readonly<Record<ReadSetKind, SetDefinition>> = {
  transaction: {
    key: 'MetaData.CreateTime',
    span: ({ firstDate: from }, { endDate: to }) => ({
      where: between('TxnDate', from, to),
      rows: { txnDate: { from, to } },
    }),
    groupBy: () => 'txnDate',
    windowOf(record, { windows }) {
      const date = transactionDate(record)
      return date === undefined ? -1 : windowOfDate(windows, date)
    },
    windowOfGroup: (date, windows) => windowOfDate(windows, date),
    isDated: (record) => isCivilDate(transactionDate(record) ?? ''),
  },
  // CreateTime never changes, so a scan ordered by it cannot lose a row; only the update scan has to follow updates.
  created: {
    key: 'MetaData.CreateTime',
    span: ({ start: from }, { end: to }) => ({
      where: between('MetaData.CreateTime', from, to),
      rows: { createTime: { from, to } },
    }),
    groupBy: (windows) => ({ column: 'createTime', boundaries: boundariesOf(windows) }),
    windowOf(record, { windows }) {
      const created = instantOf(record.MetaData?.CreateTime)
      return created === undefined ? -1 : windowOfInstant(windows, created)
    },
    windowOfGroup: Number,
    isDated: ({ MetaData }) => readInstant(MetaData?.CreateTime) !== undefined,
  },
  updated: {
    key: 'MetaData.LastUpdatedTime',
    span: ({ start: from }, { end: to }, rangeFrom) => ({
      where: [
        ...between('MetaData.LastUpdatedTime', from, to),
        { field: 'MetaData.CreateTime', operator: '<', value: rangeFrom },
      ],
      rows: { lastUpdatedTime: { from, to }, createTime: { to: rangeFrom } },
    }),
    groupBy: (windows) => ({ column: 'lastUpdatedTime', boundaries: boundariesOf(windows) }),
    windowOf({ MetaData }, { windows, rangeFrom }) {
      const created = instantOf(MetaData?.CreateTime)
      const updated = instantOf(MetaData?.LastUpdatedTime)
      // A record created inside the range belongs to the other scan, also when that one has no window for it any more.
      const isOther = created !== undefined && created >= rangeFrom
      return updated === undefined || isOther ? -1 : windowOfInstant(windows, updated)
    },
    windowOfGroup: Number,
    isDated: ({ MetaData }) => readInstant(MetaData?.LastUpdatedTime) !== undefined,
  },
  everything: {
    key: 'MetaData.CreateTime',
    groupBy: () => 'total',
    windowOf: (_, { windows }) => (windows.length > 0 ? 0 : -1),
    windowOfGroup: () => 0,
    isDated: () => true,
  },
}

const kindsByStrategy: Readonly<Record<EntityDefinition['strategy'], readonly ReadSetKind[]>> = {
  transaction: ['transaction'],
  list: ['created', 'updated'],
  full: ['everything'],
  singleton: ['everything'],
}

/** The read sets of an entity, in the order in which they are scanned. */
export function readSetKinds({ strategy }: Pick<EntityDefinition, 'strategy'>): readonly ReadSetKind[] {
  return kindsByStrategy[strategy]
}

/** The records of consecutive windows. `rangeFrom` is where the whole range starts, which `updated` needs. */
export function readSetOf(kind: ReadSetKind, windows: readonly Window[], rangeFrom: string): ReadSet {
  const { key, groupBy, windowOf, windowOfGroup } = definitions[kind]
  const range = { windows, rangeFrom }
  return {
    kind,
    key,
    windowField: kind === 'transaction' ? 'TxnDate' : key,
    ...recordSet(kind, windows, rangeFrom),
    groupBy: groupBy(windows),
    between: (first, end) => recordSet(kind, windows.slice(first, end), rangeFrom),
    windowOf: (record) => windowOf(record, range),
    windowOfGroup: (group) => windowOfGroup(group, windows),
  }
}

function recordSet(kind: ReadSetKind, windows: readonly Window[], rangeFrom: string): RecordSet {
  const { span } = definitions[kind]
  const first = windows[0]
  const last = windows.at(-1)
  const isBounded = span !== undefined && first !== undefined && last !== undefined
  const { where, rows } = isBounded ? span(first, last, rangeFrom) : { where: [], rows: {} }
  return {
    where,
    rows,
    settled(settledBefore) {
      if (span === undefined) return { where, rows, settledBefore: undefined }
      return { where: [...where, settledCondition(settledBefore)], rows, settledBefore }
    },
  }
}

/** What of any set has not changed since S. */
export function settledCondition(settledBefore: string): Condition {
  return { field: 'MetaData.LastUpdatedTime', operator: '<', value: settledBefore }
}

/**
 * Whether a record says when it is of. One that does not belongs nowhere, which is not the same as outside the range: it is
 * kept without a window, and the counts show it.
 */
export function isDated(kinds: readonly ReadSetKind[], record: QboRecord): boolean {
  return kinds.some((kind) => definitions[kind].isDated(record))
}

/** The day of a transaction, which may come with a time; whether there is such a day is not asked. */
export function transactionDate(record: QboRecord): string | undefined {
  const date = record['TxnDate']
  return typeof date === 'string' ? date.slice(0, 10) : undefined
}

/** QBO serves times with the Pacific offset of their date; we compare instants. */
function instantOf(text: string | undefined): string | undefined {
  const milliseconds = readInstant(text)
  return milliseconds === undefined ? undefined : formatInstant(milliseconds)
}

function boundariesOf(windows: readonly Window[]): readonly string[] {
  return [...windows.map(({ start }) => start), windows.at(-1)?.end ?? '']
}

function between(field: string, from: string, to: string): readonly Condition[] {
  return [
    { field, operator: '>=', value: from },
    { field, operator: '<', value: to },
  ]
}
