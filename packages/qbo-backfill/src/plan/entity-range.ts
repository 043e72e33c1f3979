import type { EntityDefinition, EntityName, QboRecord } from 'qbo-client'
import { isDated, readSetKinds, readSetOf, type ReadSet, type ReadSetKind } from './read-set.js'
import type { Window } from './window.js'

/** An entity over the range of a run: its windows, and the sets that its records are read and compared by. */
export interface EntityRange {
  readonly name: EntityName
  readonly definition: EntityDefinition
  readonly windows: readonly Window[]
  /** In the order in which they are scanned. None where the range is empty. */
  readonly sets: readonly ReadSet[]
  /** The index of the window that the record belongs to, or -1 if the range does not hold it. */
  readonly windowOf: (record: QboRecord) => number
  /** Whether the record says when it is of. One that does not is kept without a window. */
  readonly isDated: (record: QboRecord) => boolean
}

/** @param rangeFrom where the whole range starts */
export function entityRange(
  definition: EntityDefinition,
  windows: readonly Window[],
  rangeFrom: string,
): EntityRange {
  const kinds = readSetKinds(definition)
  const sets = windows.length === 0 ? [] : kinds.map((kind) => readSetOf(kind, windows, rangeFrom))
  return {
    name: definition.name,
    definition,
    windows,
    sets,
    // No record is of two sets.
    windowOf: (record) => Math.max(-1, ...sets.map((set) => set.windowOf(record))),
    isDated: (record) => isDated(kinds, record),
  }
}

/** The entity of this name among those of a run. */
export function entityNamed(entities: readonly EntityRange[], name: string): EntityRange {
  const entity = entities.find((each) => each.name === name)
  if (entity === undefined)
    throw new Error(`${name} is none of the entities of this run. Please report this.`)
  return entity
}

/** The entity's set of this kind. */
export function setOf({ name, sets }: EntityRange, kind: ReadSetKind): ReadSet {
  const set = sets.find((each) => each.kind === kind)
  if (set === undefined) throw new Error(`${name} is not read by ${kind}. Please report this.`)
  return set
}

/** Whether an entity has no usable time filter: it is read from its first record to its last, whatever the range is. */
export function isReadWhole({ strategy }: Pick<EntityDefinition, 'strategy'>): boolean {
  return strategy === 'full' || strategy === 'singleton'
}

/** Whether its records are transactions, which QuickBooks numbers together. */
export function isTransaction({ strategy, dateField }: EntityDefinition): boolean {
  return strategy === 'transaction' || dateField !== undefined
}

/** ExchangeRate and RecurringTransaction have no Id of their own that QuickBooks could be asked for. */
export function hasOwnIds({ idPath }: Pick<EntityDefinition, 'idPath'>): boolean {
  return idPath[0]?.join('.') === 'Id'
}
