import {
  QboError,
  type Condition,
  type EntityDefinition,
  type QboRecord,
  type ScanCursor,
  type ScanPage,
  type EntityName,
} from 'qbo-client'
import { hasOwnIds, isReadWhole } from '../plan/entity-range.js'
import { isRetryable } from '../failure/failure.js'
import { emptyPage, type AnsweredPage } from './answered-page.js'
import { readByIds } from './read-by-ids.js'
import type { RecordScope } from './record-scope.js'

/** Part of an answer that shows changes of one entity. */
export interface EntityChanges extends AnsweredPage {
  readonly entity: EntityName
  readonly deleted: readonly { readonly id: string; readonly lastUpdatedTime?: string | undefined }[]
  /** Ids of records of the answer that are not to be taken from it. */
  readonly omitted?: ReadonlySet<string> | undefined
}

/** Whether a record of the answer is one to be taken from it. A stub of what is deleted stands among the records, too. */
export function isTaken({
  deleted,
  omitted,
}: Pick<EntityChanges, 'deleted' | 'omitted'>): (record: QboRecord) => boolean {
  const passed = new Set([...deleted.map(({ id }) => id), ...(omitted ?? [])])
  return ({ Id }) => !passed.has(Id)
}

/** What change data capture said of an entity. */
export interface CdcTold {
  readonly parts: readonly EntityChanges[]
  /** Whether there is no more: versions beyond a thousand come from a scan, deletions beyond from nowhere. */
  readonly isAll: boolean
  /** The server's clock when it answered. */
  readonly time: string | undefined
}

type AskingScope = Pick<RecordScope, 'source' | 'signal'>

/**
 * Asks CDC about the entities that it knows, at first all at once; a thousand objects are all that one answer holds.
 * Answers by the entity's name.
 */
export async function askCdc(
  scope: AskingScope,
  entities: readonly EntityDefinition[],
  since: string,
): Promise<ReadonlyMap<string, CdcTold>> {
  const known = entities.filter(({ cdc }) => cdc).map(({ name }) => name)
  if (known.length === 0) return new Map()
  const together = await askTogether(scope, known, since)
  // Deletions up to the thousandth object are still worth having.
  if (known.length === 1 || [...together.values()].every(({ isAll }) => isAll)) return together
  const told = new Map<string, CdcTold>()
  for (const name of known) for (const each of await askTogether(scope, [name], since)) told.set(...each)
  return told
}

async function askTogether(
  { source, signal }: AskingScope,
  names: readonly string[],
  since: string,
): Promise<ReadonlyMap<string, CdcTold>> {
  const { changes, text, time, overflowed } = await source.cdc(names, since, { signal })
  const stranger = changes.find(({ entity }) => !names.includes(entity))
  // What nobody asked for nobody would store.
  if (stranger !== undefined)
    throw new QboError(
      'QBO_UNEXPECTED_RESPONSE',
      `QuickBooks was asked what changed in ${names.join(', ')}, and answers of ${stranger.entity}. Try again; if it stays, please report it.`,
      { retryable: true },
    )
  const partsOf = (name: string): readonly EntityChanges[] =>
    changes.filter(({ entity }) => entity === name).map((change) => ({ ...change, text }))
  return new Map(names.map((name) => [name, { parts: partsOf(name), isAll: !overflowed, time }]))
}

export interface ChangesQuestion {
  readonly entity: EntityDefinition
  readonly since: string
  /** What CDC has told since then; undefined where it does not know the entity, or does not look back so far. */
  readonly told: CdcTold | undefined
  /** What a scan is narrowed to. */
  readonly among?: readonly Condition[] | undefined
  /** Whether records are to be stored, and not only to be told apart. */
  readonly isStored: boolean
}

export interface ChangesRead {
  /** Whether CDC did not tell all, so that a query by LastUpdatedTime shows every version, and no deletion. */
  readonly isScanned: boolean
  /** The server's clock before the scan began. */
  readonly time: string | undefined
  /** First what CDC said, then the scan, which brings what lies beyond. */
  readonly changes: AsyncIterable<EntityChanges>
  /** Records that CDC tells of and that QuickBooks would not give by Id: they are taken as CDC has them. Ask behind the last part. */
  readonly refused: () => number
}

/** All changes of an entity that QuickBooks tells. */
export async function readChanges(
  { source, signal }: AskingScope,
  { entity, since, told, among = [], isStored }: ChangesQuestion,
): Promise<ChangesRead> {
  const { name } = entity
  const parts = told?.parts ?? []
  if (told?.isAll === true || !entity.hasMetaData) {
    const canBeLookedUp = !isReadWhole(entity) && hasOwnIds(entity)
    const refused = new Set<string>()
    const changes =
      isStored && canBeLookedUp
        ? fromQueries(parts, readById({ source, signal }, entity, changedIds(parts), refused))
        : toStream(parts)
    return { isScanned: false, time: undefined, changes, refused: () => refused.size }
  }
  const key = 'MetaData.LastUpdatedTime'
  const where: readonly Condition[] = [...among, { field: key, operator: '>=', value: since }]
  const scan = (plannedCount: number, cursor?: ScanCursor): AsyncIterable<ScanPage> =>
    source.scan({ entity: name, where, key, plannedCount, cursor, signal })
  const count = (): ReturnType<typeof source.count> => source.count({ entity: name, where }, { signal })
  const pages = scan(0)[Symbol.asyncIterator]()
  const first = await pages.next()
  const time = first.done === true ? undefined : first.value.time
  // The clock must be read before anything is: where the first page does not tell it, the count does, and all is read after it.
  const counted = time === undefined ? await count() : undefined
  async function* read(): AsyncGenerator<ScanPage> {
    if (counted !== undefined) return yield* scan(counted.count)
    let cursor: ScanCursor | undefined
    for (let next = first; next.done !== true; next = await pages.next()) {
      cursor = next.value.cursor
      yield next.value
    }
    // A page that is not full is the last one, unless more are counted. A count of none is no reason not to look.
    if (cursor === undefined || cursor.distinct === 0) return
    const { count: all } = await count()
    if (all > cursor.distinct) yield* scan(all, { ...cursor, done: false })
  }
  async function* scanned(): AsyncGenerator<EntityChanges> {
    for await (const { bytes: text, recordsPath, records, poisoned = [] } of read()) {
      const unreadable = poisoned.map((row) => ({ ...row, key }) as const)
      yield { entity: name, text, recordsPath, records, deleted: [], poisoned: unreadable }
    }
  }
  const changes = fromQueries(parts, scanned())
  return { isScanned: true, time: time ?? counted?.time, changes, refused: () => 0 }
}

/**
 * Reads records by their Ids. What is not there, or is refused, is in no part.
 *
 * @param refused gets the Ids that QuickBooks would not answer for
 */
async function* readById(
  scope: AskingScope,
  definition: EntityDefinition,
  ids: readonly string[],
  refused: Set<string>,
): AsyncGenerator<EntityChanges> {
  const entity = definition.name
  // A record may come without an Id: there is none to ask for.
  const named = ids.filter(Boolean)
  if (named.length === 0) return
  for await (const answer of readByIds(scope, definition, named)) {
    if ('refused' in answer) {
      // What QuickBooks cannot answer just now, it is asked for once more by whoever comes next, from the same place.
      if (answer.isAll && isRetryable(answer.error)) throw answer.error
      for (const id of answer.refused) refused.add(id)
      continue
    }
    if (answer.poisoned !== undefined) {
      yield { ...deletionsOf({ entity, deleted: [] }), poisoned: [answer.poisoned] }
      continue
    }
    const { bytes: text, recordsPath, records } = answer
    yield { entity, text, recordsPath, records, deleted: [] }
  }
}

/** A part without its records. */
function deletionsOf({
  entity,
  deleted,
  poisoned,
}: Pick<EntityChanges, 'entity' | 'deleted' | 'poisoned'>): EntityChanges {
  return { ...emptyPage, entity, deleted, poisoned }
}

/** Stubs stand among the records. */
function changedIds(parts: readonly EntityChanges[]): readonly string[] {
  const ids = new Set(parts.flatMap(({ records }) => records.map(({ Id }) => Id)))
  for (const { deleted } of parts) for (const { id } of deleted) ids.delete(id)
  return [...ids]
}

/**
 * What CDC tells, with the records as queries give them: a payload is stored from a query alone, since nobody knows whether
 * CDC shows all custom fields, and those that it leaves out would be taken from the table. A record that no query gives is
 * taken as CDC has it.
 */
async function* fromQueries(
  parts: readonly EntityChanges[],
  queried: AsyncIterable<EntityChanges>,
): AsyncGenerator<EntityChanges> {
  yield* parts.map(deletionsOf)
  const left = new Set(changedIds(parts))
  for await (const part of queried) {
    for (const { Id } of part.records) left.delete(Id)
    for (const row of part.poisoned ?? []) if ('id' in row) left.delete(row.id)
    yield part
  }
  for (const part of parts) {
    const omitted = new Set(part.records.map(({ Id }) => Id).filter((id) => !left.has(id)))
    if (omitted.size < part.records.length) yield { ...part, deleted: [], poisoned: [], omitted }
  }
}

async function* toStream(parts: readonly EntityChanges[]): AsyncGenerator<EntityChanges> {
  yield* parts
}
