import { createRawSink, type RawSink, type Reject } from 'qbo-raw-sink'
import { invalid } from '../../words/invalid.js'
import { resolveEntities } from '../../../options.js'
import { withDatabase, type OpenDatabase } from '../../input/open-database.js'
import type { Arguments } from '../../input/arguments.js'
import { readEntityList } from '../../input/entity-list.js'
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
  const named = readEntityList(given, 'entity')
  const ids = [...new Set(given.operands)]
  const wrong = ids.find((id) => !/^\d{1,18}$/u.test(id))
  if (wrong !== undefined)
    throw invalid({
      en: `"${wrong}" is not the ID of a reject. ${where.en}`,
      es: `"${wrong}" no es el ID de un rechazo. ${where.es}`,
    })
  if (named !== undefined && ids.length > 0)
    throw invalid({
      en: 'Name the rejects by their IDs or by --entity, not by both.',
      es: 'Indique los rechazos por su ID o con --entity, no de ambas formas.',
    })
  const entities = named === undefined ? [] : resolveEntities(named)
  if (entities.length > 1)
    throw invalid({
      en: `--entity "${given.value('entity')}" is more than one entity. Name one, or say --all.`,
      es: `--entity "${given.value('entity')}" es más de una entidad. Indique una, o use --all.`,
    })
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
  return withDatabase(given, async (database) => {
    const { db } = database
    const sink = createRawSink({ db, schema: given.value('schema') })
    const isMissing = (await sink.pendingMigrations({ entities: [] })).length > 0
    const all = isMissing ? [] : await sink.rejects(db, { realmId, entity })
    const unknown = ids.filter((id) => !all.some((reject) => reject.rejectId === id))
    const missing = unknown.join(', ')
    if (unknown.length > 0)
      throw invalid({
        en: `Realm ${realmId} has no reject ${missing}. ${where.en}`,
        es: `La empresa ${realmId} no tiene el rechazo ${missing}. ${where.es}`,
      })
    const rejects = ids.length === 0 ? all : all.filter((reject) => ids.includes(reject.rejectId))
    return await work({ sink, db, rejects })
  })
}

const where = {
  en: 'The IDs are in: qbo-backfill rejects list',
  es: 'Los ID están en: qbo-backfill rejects list',
}
