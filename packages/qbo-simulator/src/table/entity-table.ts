import type { QboRecord } from '../entity/record.js'
import type { EntityType } from '../entity/entity-type.js'
import type { Property, PropertyValue } from '../entity/property.js'
import { createByteStore } from './byte-store.js'
import { createColumns, type KnownValues } from './columns.js'
import { createSortedIndex, type SortedIndex } from './sorted-index.js'

/** A record's JSON text, and values that whoever wrote it knows already. */
export interface RecordText {
  readonly text: string
  readonly values?: KnownValues
}

/** The live records of one entity of one company. Rows are numbered and never reused. */
export interface EntityTable {
  readonly type: EntityType
  readonly size: number
  /** Rows that queries, counts and CDC do not show; reports do, and a look-up by Id. */
  readonly hidden: Set<number>
  /** Adds a record; one with the Id of another takes its place. */
  put(record: RecordText): void
  replace(row: number, text: string): void
  remove(row: number): void
  rowOf(id: string): number | undefined
  record(row: number): QboRecord
  /** What `make` works out of a record, kept until the record changes: so each is parsed once. One such function a table. */
  derived<T>(row: number, make: (record: QboRecord) => T): T
  bytes(row: number): Uint8Array
  /** Values of a property by row; kept up to date. */
  column(property: Property): readonly PropertyValue[]
  /** Rows in the order of a property; kept up to date. */
  index(property: Property): SortedIndex
}

export function createEntityTable(type: EntityType): EntityTable {
  const store = createByteStore()
  const rowById = new Map<string, number>()
  const columns = createColumns(type)
  const indexes = new Map<Property, SortedIndex>()
  const derived = new Map<number, unknown>()
  const parse = (row: number): QboRecord => JSON.parse(store.text(row)) as QboRecord

  const inner = (text: string): QboRecord => unwrapRecord(type, JSON.parse(text) as QboRecord)
  const column = (property: Property): readonly PropertyValue[] =>
    columns.get(property, rowById.values(), (row) => inner(store.text(row)))

  function remove(row: number): void {
    indexes.forEach((index) => index.remove(row))
    rowById.delete(columns.id(row))
    derived.delete(row)
  }

  return {
    type,
    hidden: new Set(),
    get size() {
      return rowById.size
    },
    put({ text, values }) {
      const row = store.append(text)
      columns.fill(row, values, () => inner(text))
      const before = rowById.get(columns.id(row))
      if (before !== undefined) remove(before)
      rowById.set(columns.id(row), row)
      indexes.forEach((index) => index.insert(row))
    },
    replace(row, text) {
      indexes.forEach((index) => index.remove(row))
      store.replace(row, text)
      derived.delete(row)
      columns.fill(row, undefined, () => inner(text))
      indexes.forEach((index) => index.insert(row))
    },
    remove,
    rowOf: (id) => rowById.get(id),
    record: parse,
    derived<T>(row: number, make: (record: QboRecord) => T) {
      if (!derived.has(row)) derived.set(row, make(parse(row)))
      return derived.get(row) as T
    },
    bytes: store.bytes,
    column,
    index(property) {
      let index = indexes.get(property)
      if (index === undefined) {
        index = createSortedIndex(column(property), [...rowById.values()])
        indexes.set(property, index)
      }
      return index
    },
  }
}

/** The record inside its wrapper, for the one entity that has one. */
export function unwrapRecord(type: EntityType, record: QboRecord): QboRecord {
  if (!type.isWrapped) return record
  const [wrapped] = Object.values(record)
  return typeof wrapped === 'object' && wrapped !== null ? (wrapped as QboRecord) : record
}
