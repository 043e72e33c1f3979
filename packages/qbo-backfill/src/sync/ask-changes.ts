import { isQboError, type EntityDefinition } from 'qbo-client'
import { askCdc, readChanges, type CdcTold, type EntityChanges } from '../compare/read-changes.js'
import { earliestReach, isInCdcReach } from '../plan/cdc-reach.js'
import { earliestTime, serverInstant } from '../source/server-time.js'
import type { SyncMethod } from '../verdict/sync-method.js'
import type { RecordScope } from '../compare/record-scope.js'

/** What QuickBooks tells of one entity, and what it cannot tell. */
export interface AskedEntity {
  readonly entity: EntityDefinition
  readonly since: string
  /** A moment of our clock before it was asked. */
  readonly askedAt: Date
  readonly method: SyncMethod
  /** QuickBooks' clock at the first of the questions. Undefined if it did not say each time: then the cursor stays. */
  readonly time: string | undefined
  readonly changes: AsyncIterable<EntityChanges>
  /** Records that QuickBooks would not give by Id, and that are taken as CDC has them. Ask behind the last change. */
  readonly ungiven: () => number
  /** Why CDC did not tell every deletion since then; empty where it told all that it knows. */
  readonly untold: readonly Untold[]
}

/**
 * Why deletions are not known: the last sync is too long ago, QuickBooks told no time, more changed than it shows at once, or
 * what it calls deleted is not known to be.
 */
export interface Untold {
  readonly why: 'tooLongAgo' | 'noTime' | 'tooMany' | 'doubtful'
  /** From when on CDC was asked. */
  readonly from: string
}

type Scope = Pick<RecordScope, 'source' | 'signal'>

/** Asks what changed in entities whose last sync ended at the same instant. */
export async function askChanges(
  scope: Scope,
  entities: readonly EntityDefinition[],
  since: string,
): Promise<readonly AskedEntity[]> {
  const askedAt = new Date()
  const cdc = await askWithinReach(scope, entities, since)
  const asked: AskedEntity[] = []
  for (const entity of entities) asked.push({ ...(await askEntity(scope, entity, since, cdc)), askedAt })
  return asked
}

interface CdcAnswers {
  readonly answers: ReadonlyMap<string, CdcTold>
  /** From when CDC was asked: later than the last sync if that is too long ago. */
  readonly from: string
}

/**
 * How long ago the last sync was is for QuickBooks' clock to say: ours only tells whether it is worth a call to ask for
 * it. Where QuickBooks does not say either, it is asked from there and may refuse.
 */
async function askWithinReach(
  scope: Scope,
  entities: readonly EntityDefinition[],
  since: string,
): Promise<CdcAnswers> {
  const askFrom = async (from: string): Promise<CdcAnswers> => ({
    answers: await askCdc(scope, entities, from),
    from,
  })
  if (!isInCdcReach(since, Date.now())) {
    const now = await serverNow(scope, entities)
    if (now !== undefined && !isInCdcReach(since, now)) return askFrom(earliestReach(now))
  }
  try {
    return await askFrom(since)
  } catch (error) {
    // QuickBooks refuses what is too long ago, by the same code as much else.
    if (!isQboError(error) || error.code !== 'QBO_FAULT') throw error
    const now = await serverNow(scope, entities)
    if (now === undefined || isInCdcReach(since, now)) throw error
    return askFrom(earliestReach(now))
  }
}

async function serverNow(
  { source, signal }: Scope,
  [first]: readonly EntityDefinition[],
): Promise<number | undefined> {
  if (first === undefined) return undefined
  const { time } = await source.count({ entity: first.name }, { signal })
  return serverInstant(time)
}

/** Where CDC cannot tell all, a query shows every version since then. */
async function askEntity(
  scope: Scope,
  entity: EntityDefinition,
  since: string,
  { answers, from }: CdcAnswers,
): Promise<Omit<AskedEntity, 'askedAt'>> {
  const answer = answers.get(entity.name)
  const untold = answer === undefined ? [] : untoldBy(answer, since, from)
  const told = answer && { ...answer, isAll: untold.length === 0 }
  const { isScanned, time, changes, refused } = await readChanges(scope, {
    entity,
    since,
    told,
    isStored: true,
  })
  // The cursor stands for every question that it rests on: what is deleted between two of them is in neither answer.
  const times = [...(told === undefined ? [] : [told.time]), ...(isScanned ? [time] : [])]
  return {
    entity,
    since,
    method: isScanned ? 'query' : 'cdc',
    time: earliestTime(times),
    changes,
    ungiven: refused,
    untold,
  }
}

function untoldBy({ time, isAll }: CdcTold, since: string, from: string): readonly Untold[] {
  const now = serverInstant(time)
  const isTooLongAgo = from !== since || (now !== undefined && !isInCdcReach(since, now))
  return [
    ...(isTooLongAgo ? [{ why: 'tooLongAgo', from } as const] : []),
    ...(now === undefined ? [{ why: 'noTime', from } as const] : []),
    ...(isAll ? [] : [{ why: 'tooMany', from } as const]),
  ]
}
