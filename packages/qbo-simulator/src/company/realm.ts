import { SimulatorError } from '../simulator-error.js'
import { createEntityTable, unwrapRecord, type EntityTable } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { defaultRealmId, type Company, type Language } from './company.js'
import type { QboRecord } from '../entity/record.js'
import { findEntityType } from '../entity/entities.js'
import type { EntityType } from '../entity/entity-type.js'
import { loadCompany } from './load-company.js'

/** A record to be created: what it does not say is filled in. */
export type NewRecord = Readonly<Record<string, unknown>> &
  Pick<Partial<QboRecord>, 'Id' | 'SyncToken' | 'MetaData'>

/** A deleted record, as CDC shows it for thirty days. */
export interface DeletedStub {
  readonly id: string
  readonly deletedAtMs: number
}

/** How a record is changed. */
export interface EditOptions {
  /** False changes the payload but neither SyncToken nor LastUpdatedTime, as Intuit's own edits do. */
  readonly touch?: boolean
}

/** How a record is deleted. */
export interface RemoveOptions {
  /** False leaves no trace in CDC: the loser of a merge of two customers. */
  readonly trace?: boolean
}

/** One company in memory, and what a person at its keyboard could do to it. */
export interface Realm {
  readonly realmId: string
  readonly language: Language
  /** Whether the company's plan has not the entity or report of this name. */
  lacks(name: string): boolean
  table(type: EntityType): EntityTable
  texts(entity: string): readonly string[]
  create(entity: string, record: NewRecord | string): QboRecord
  edit(entity: string, id: string, patch: Readonly<Record<string, unknown>>, options?: EditOptions): QboRecord
  remove(entity: string, id: string, options?: RemoveOptions): void
  deleted(type: EntityType): readonly DeletedStub[]
  /** Row number and status of rows that make every page with them fail (4002). */
  poisoned(type: EntityType): ReadonlyMap<number, number>
  poison(entity: string, id: string, status: number): () => void
  hide(entity: string, id: string): () => void
}

export function createRealm(company: Company, now: () => number): Realm {
  const tables = new Map<EntityType, EntityTable>()
  const deleted = new Map<EntityType, DeletedStub[]>()
  const poisoned = new Map<EntityType, Map<number, number>>()

  const table = (type: EntityType): EntityTable => getOrCreate(tables, type, () => createEntityTable(type))
  const find = (entity: string, id: string): { table: EntityTable; row: number } => {
    const found = table(requireEntityType(entity))
    const row = found.rowOf(id)
    if (row === undefined) throw new SimulatorError('SIMULATOR_NOT_FOUND', `No ${entity} with Id ${id}`)
    return { table: found, row }
  }
  loadCompany(company, (entity) => table(requireEntityType(entity)), now)

  return {
    realmId: company.realmId ?? defaultRealmId,
    language: company.language ?? 'en',
    lacks: (name) => company.lacks?.includes(name) ?? false,
    table,
    texts(entity) {
      const from = table(requireEntityType(entity))
      const index = from.index(from.type.order.property)
      return Array.from({ length: index.length }, (_, at) =>
        Buffer.from(from.bytes(index.rowAt(at))).toString('utf8'),
      )
    },
    create(entity, record) {
      const into = table(requireEntityType(entity))
      const text = typeof record === 'string' ? record : JSON.stringify(completeRecord(into, record, now()))
      into.put({ text })
      return JSON.parse(text) as QboRecord
    },
    edit(entity, id, patch, { touch = true } = {}) {
      const { table: within, row } = find(entity, id)
      const stored = within.record(row)
      const edited = editRecord(unwrapRecord(within.type, stored), patch, touch ? now() : undefined)
      const wrapped = within.type.isWrapped ? { [Object.keys(stored)[0]!]: edited } : edited
      within.replace(row, JSON.stringify(wrapped))
      return edited
    },
    remove(entity, id, { trace = true } = {}) {
      const { table: from, row } = find(entity, id)
      from.remove(row)
      if (trace) getOrCreate(deleted, from.type, () => []).push({ id, deletedAtMs: now() })
    },
    deleted: (type) => deleted.get(type) ?? [],
    poisoned: (type) => poisoned.get(type) ?? new Map(),
    hide(entity, id) {
      const { table: within, row } = find(entity, id)
      within.hidden.add(row)
      return () => void within.hidden.delete(row)
    },
    poison(entity, id, status) {
      const { table: within, row } = find(entity, id)
      const rows = getOrCreate(poisoned, within.type, () => new Map<number, number>())
      rows.set(row, status)
      return () => void rows.delete(row)
    },
  }
}

/** The entity of a name that a test or a company gives. @throws {SimulatorError} when QuickBooks has none. */
function requireEntityType(entity: string): EntityType {
  const type = findEntityType(entity)
  if (type === undefined) {
    throw new SimulatorError(
      'SIMULATOR_INVALID_OPTIONS',
      `QuickBooks has no entity ${JSON.stringify(entity)}`,
    )
  }
  return type
}

function completeRecord(table: EntityTable, record: NewRecord, nowMs: number): QboRecord {
  const time = formatPacific(nowMs)
  const completed: QboRecord = {
    domain: 'QBO',
    sparse: false,
    ...record,
    Id: record.Id ?? nextId(table),
    SyncToken: record.SyncToken ?? '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time, ...record.MetaData },
  }
  if (table.type.properties.has('active') && completed['Active'] === undefined) {
    return { ...completed, Active: true }
  }
  return completed
}

function nextId(table: EntityTable): string {
  const ids = table.column(table.type.properties.get('id')!)
  return String(ids.reduce<number>((most, id) => Math.max(most, Number(id) || 0), 0) + 1)
}

function editRecord(
  before: QboRecord,
  patch: Readonly<Record<string, unknown>>,
  touchedAtMs: number | undefined,
): QboRecord {
  const MetaData = { ...before.MetaData, ...(patch['MetaData'] as QboRecord['MetaData']) }
  const edited: QboRecord = { ...before, ...patch, Id: before.Id, MetaData }
  if (touchedAtMs === undefined) return edited
  const SyncToken = String(Number(before.SyncToken ?? 0) + 1)
  return { ...edited, SyncToken, MetaData: { ...MetaData, LastUpdatedTime: formatPacific(touchedAtMs) } }
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = create()))
  return value
}
