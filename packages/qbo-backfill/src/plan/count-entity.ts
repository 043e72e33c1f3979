import { isQboError, type EntityDefinition } from 'qbo-client'
import { allEnded } from '../failure/all-ended.js'
import type { Source } from '../source/source.js'
import { leftOutBy, type LeftOut } from './left-out.js'
import { readSetKinds, readSetOf, type ReadSetKind } from './read-set.js'
import type { Window } from './window.js'

export interface CountScope {
  readonly source: Pick<Source, 'count'>
  readonly entity: EntityDefinition
  /** Of the range that is to be counted. */
  readonly windows: readonly Window[]
  /** Where the whole range starts. */
  readonly rangeFrom: string
  readonly signal: AbortSignal | undefined
}

/** What COUNT(*) said of an entity. */
export interface EntityCounts {
  readonly total: number
  /** Rows in the windows, by read set. */
  readonly sets: ReadonlyMap<ReadSetKind, number>
  /** QuickBooks' clock at each answer that told it, epoch milliseconds. */
  readonly times: readonly number[]
}

/** An entity that cannot be read, and what QuickBooks said. */
export interface Refusal {
  readonly leftOut: LeftOut
  readonly error: unknown
}

/**
 * Asks for the counts of an entity at once: of its rows whatever their date, and of those in the windows. What of a list
 * was changed in the range and created before it is among the rows that were not created in the range, and is asked for
 * where there are such.
 */
export async function countEntity(scope: CountScope): Promise<EntityCounts | Refusal> {
  const { source, entity, windows, rangeFrom, signal } = scope
  const ofTime = readSetKinds(entity).filter((kind) => kind !== 'everything' && windows.length > 0)
  const kinds = ofTime.filter((kind) => kind !== 'updated')
  const count = (kind: ReadSetKind): ReturnType<Source['count']> => {
    const { where } = readSetOf(kind, windows, rangeFrom)
    return source.count({ entity: entity.name, where }, { signal })
  }
  const asked = countWhole(scope)
  const [whole, parts] = await allEnded([
    asked,
    Promise.allSettled(
      kinds.map(async (kind) => {
        // The first answer tells whether it takes our clause about Active: each other would be refused as well.
        if (entity.activeIsDoubtful) await asked
        return count(kind)
      }),
    ),
  ])
  // Then the other questions were refused as well.
  if ('leftOut' in whole) return whole
  const sets = new Map<ReadSetKind, number>([['everything', whole.count]])
  const times = [whole.time]
  for (const [index, part] of parts.entries()) {
    if (part.status === 'rejected') throw part.reason
    sets.set(kinds[index] as ReadSetKind, part.value.count)
    times.push(part.value.time)
  }
  if (ofTime.includes('updated')) {
    const isAll = sets.get('created') === whole.count
    sets.set('updated', isAll ? 0 : (await count('updated')).count)
  }
  const known = times.map((time) => Date.parse(time ?? '')).filter((time) => !Number.isNaN(time))
  return { total: whole.count, sets, times: known }
}

async function countWhole({
  source,
  entity,
  signal,
}: CountScope): Promise<Awaited<ReturnType<Source['count']>> | Refusal> {
  try {
    return await source.count({ entity: entity.name }, { signal })
  } catch (error) {
    const leftOut = leftOutBy(await barely(source, entity, error, signal))
    if (leftOut === undefined) throw error
    return { leftOut, error }
  }
}

/** What QuickBooks says of the entity itself: a statement that is not valid may be so for its clause about Active. */
async function barely(
  source: CountScope['source'],
  entity: EntityDefinition,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (!entity.hasActive || !isQboError(error) || error.code !== 'QBO_QUERY_INVALID') return error
  try {
    await source.count({ entity: entity.name, activeClause: false }, { signal })
    return undefined
  } catch (again) {
    return again
  }
}
