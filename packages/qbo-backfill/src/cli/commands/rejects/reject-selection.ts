import { createRawSink, type RawSink, type Reject } from 'qbo-raw-sink'
import { BackfillError } from '../../../errors.js'
import { resolveEntities } from '../../../options.js'
import { openDatabase, type OpenDatabase, readDatabaseUrl } from '../../input/open-database.js'
import type { Arguments } from '../../input/arguments.js'
import { readRealm } from '../../input/realm.js'

/** Which rejects of the realm a command is about. */
export interface RejectSelection {
  readonly realmId: string
  readonly entity: string | undefined
  readonly ids: readonly string[]
}

export interface RejectsAtHand {
  readonly sink: RawSink
  readonly db: OpenDatabase['db']
  /** Those of the selection, oldest first. */
  readonly rejects: readonly Reject[]
}

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function readRejectSelection(given: Arguments): RejectSelection {
  const named = given.value('entity')
  const ids = [...new Set(given.operands)]
  const wrong = ids.find((id) => !/^\d{1,18}$/u.test(id))
  if (wrong !== undefined) throw invalid(`"${wrong}" is not the ID of a reject. ${where}`)
  if (named !== undefined && ids.length > 0)
    throw invalid('Name the rejects by their IDs or by --entity, not by both.')
  const entities = named === undefined ? [] : resolveEntities([named])
  if (entities.length > 1)
    throw invalid(`--entity "${named}" is more than one entity. Name one, or say --all.`)
  const entity = entities[0]?.name
  return { realmId: readRealm(given), entity, ids }
}

/**
 * Opens the database and finds the rejects; where no table of them is, there are none.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` if an ID is not one of the realm's.
 */
export async function withRejects<T>(
  given: Arguments,
  { realmId, entity, ids }: RejectSelection,
  work: (atHand: RejectsAtHand) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(readDatabaseUrl(given))
  try {
    const { db } = database
    const sink = createRawSink({ db, schema: given.value('schema') })
    const isMissing = (await sink.pendingMigrations({ entities: [] })).length > 0
    const all = isMissing ? [] : await sink.rejects(db, { realmId, entity })
    const unknown = ids.filter((id) => !all.some((reject) => reject.rejectId === id))
    if (unknown.length > 0) throw invalid(`Realm ${realmId} has no reject ${unknown.join(', ')}. ${where}`)
    const rejects = ids.length === 0 ? all : all.filter((reject) => ids.includes(reject.rejectId))
    return await work({ sink, db, rejects })
  } finally {
    await database.close()
  }
}

const where = 'The IDs are in: qbo-backfill rejects list'

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
