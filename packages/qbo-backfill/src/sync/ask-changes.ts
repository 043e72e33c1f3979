import { isQboError } from 'qbo-client'
import { readChanges, scanChanges, type EntityChanges } from '../proof/read-changes.js'
import type { RecordScope } from '../run/run-context.js'
import { earliestReach, isInReach } from './cdc-reach.js'
import type { SyncMethod } from './sync-report.js'

/** What QuickBooks tells of one entity, and what it cannot tell. */
export interface AskedEntity {
  readonly entity: string
  readonly since: string
  readonly method: SyncMethod
  /** QuickBooks' clock before the changes were read. Undefined if it did not say: then the cursor stays. */
  readonly time: string | undefined
  readonly changes: AsyncIterable<EntityChanges>
  readonly findings: readonly string[]
  readonly deletionsKnown: boolean
}

type Scope = Pick<RecordScope, 'source' | 'entities' | 'signal'>

/**
 * Asks what changed in entities whose last sync ended at the same instant. How long ago that was is for QuickBooks' clock
 * to say: ours only tells whether it is worth a call to ask for it.
 */
export async function askChanges(
  scope: Scope,
  entities: readonly string[],
  since: string,
): Promise<readonly AskedEntity[]> {
  if (!isInReach(since, Date.now())) {
    const now = await serverNow(scope, entities)
    if (!isInReach(since, now)) return askBeyondReach(scope, entities, since, now)
  }
  try {
    const asked = await askWithinReach(scope, entities, since)
    const latest = Math.max(...asked.map(({ time }) => Date.parse(time ?? since)))
    return isInReach(since, latest) ? asked : await askBeyondReach(scope, entities, since, latest)
  } catch (error) {
    // QuickBooks refuses what is too long ago, by the same code as much else.
    if (!isQboError(error) || error.code !== 'QBO_FAULT') throw error
    const now = await serverNow(scope, entities)
    if (isInReach(since, now)) throw error
    return askBeyondReach(scope, entities, since, now)
  }
}

async function serverNow(scope: Scope, entities: readonly string[]): Promise<number> {
  const { time } = await scope.source.count({ entity: entities[0] as never }, { signal: scope.signal })
  return time === undefined ? Date.now() : Date.parse(time)
}

async function askWithinReach(
  scope: Scope,
  entities: readonly string[],
  since: string,
): Promise<readonly AskedEntity[]> {
  const { parts, overflowed, toScan, times } = await readChanges(scope, entities, since)
  const asked: AskedEntity[] = []
  for (const entity of entities) {
    const own = parts.filter((part) => part.entity === entity)
    const scan = toScan.includes(entity) ? await scanChanges(scope, entity, since) : undefined
    asked.push({
      entity,
      since,
      method: scan === undefined ? 'cdc' : 'query',
      time: times.get(entity) ?? scan?.time,
      changes: together(own, scan?.changes),
      deletionsKnown: scan === undefined,
      findings: overflowed.includes(entity) ? [overflowFinding(entity, since)] : [],
    })
  }
  return asked
}

/** Queries show every version since then, and CDC the deletions that it still knows. */
async function askBeyondReach(
  scope: Scope,
  entities: readonly string[],
  since: string,
  now: number,
): Promise<readonly AskedEntity[]> {
  const reach = earliestReach(now)
  const { parts, overflowed } = await readChanges(scope, entities, reach)
  const asked: AskedEntity[] = []
  for (const entity of entities) {
    const scan = await scanChanges(scope, entity, since)
    asked.push({
      entity,
      since,
      method: 'query',
      time: scan.time,
      changes: together(
        parts.filter((part) => part.entity === entity),
        scan.changes,
      ),
      deletionsKnown: false,
      findings: [
        `${entity}: the last sync ended at ${since}, and QuickBooks tells deletions of 30 days only. Every new version since then is here; deletions before ${reach} are not known. A qbo-backfill run over the range finds them.`,
        ...(overflowed.includes(entity) ? [overflowFinding(entity, reach)] : []),
      ],
    })
  }
  return asked
}

function overflowFinding(entity: string, since: string): string {
  return `${entity}: 1000 or more objects changed since ${since}, and QuickBooks shows no more of them at once. Every new version is here, by query; deletions beyond the first thousand are not known. A qbo-backfill run over the range finds them.`
}

/** First what CDC said, then the scan, which brings what lies beyond. */
async function* together(
  parts: readonly EntityChanges[],
  scan: AsyncIterable<EntityChanges> | undefined,
): AsyncGenerator<EntityChanges> {
  yield* parts
  if (scan !== undefined) yield* scan
}
