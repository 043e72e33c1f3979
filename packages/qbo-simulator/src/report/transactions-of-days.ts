import type { Realm } from '../company/realm.js'
import { findEntityType } from '../entity/entities.js'
import type { QboRecord } from '../entity/record.js'
import type { EntityTable } from '../table/entity-table.js'
import { parseCivilDate } from '../time/civil-date.js'
import type { Period } from './report.js'
import { transactionFacts, type TransactionFacts } from './transaction-facts.js'
import { transactionKinds, type TransactionKind } from './transaction-types.js'

export interface KindedTransaction extends TransactionFacts {
  /** Parsed anew each time. */
  record(this: void): QboRecord
}

const kindsByEntity = new Map<string, TransactionKind[]>()
for (const kind of transactionKinds) {
  kindsByEntity.set(kind.entity, [...(kindsByEntity.get(kind.entity) ?? []), kind])
}

/** Transactions booked on these days, also those that queries hide, each once; in any order. */
export function* transactionsOf(
  realm: Realm,
  period: Pick<Period, 'first' | 'last'>,
  type?: string,
): Generator<KindedTransaction> {
  for (const { table, row } of placesOf(realm, period, type)) {
    const found = read(table, row, type)
    if (found !== undefined) yield found
  }
}

/**
 * The same by day; those of one day by kind, and as they came. Only those that are taken are read, as they are when the first
 * is taken.
 */
export function* transactionsByDay(
  realm: Realm,
  period: Pick<Period, 'first' | 'last'>,
  type: string | undefined,
  isNewestFirst: boolean,
): Generator<KindedTransaction> {
  const places = [...placesOf(realm, period, type)].sort((left, right) => left.day - right.day)
  if (isNewestFirst) places.reverse()
  for (const { table, row } of places) {
    const found = read(table, row, type)
    if (found !== undefined) yield found
  }
}

function* placesOf(
  realm: Realm,
  { first, last }: Pick<Period, 'first' | 'last'>,
  type: string | undefined,
): Generator<{ readonly table: EntityTable; readonly row: number; readonly day: number }> {
  const [from, to] = [parseCivilDate(first)!, parseCivilDate(last)!]
  for (const [entity, kinds] of kindsByEntity) {
    if (type !== undefined && kinds.every((kind) => kind.type !== type)) continue
    const table = realm.table(findEntityType(entity)!)
    const index = table.index(table.type.date!)
    const days = table.column(table.type.date!)
    const end = index.lowerBound(to, false)
    for (let at = index.lowerBound(from, true); at < end; at++) {
      const row = index.rowAt(at)
      yield { table, row, day: Number(days[row]) }
    }
  }
}

function read(table: EntityTable, row: number, type: string | undefined): KindedTransaction | undefined {
  const kinds = kindsByEntity.get(table.type.name)!
  const facts = table.derived(row, (record) => transactionFacts(record, kinds))
  if (type !== undefined && facts.kind.type !== type) return undefined
  return { ...facts, record: () => table.record(row) }
}
