import type { Condition, QboRecord } from 'qbo-client'
import type { RecordScope } from '../run/run-context.js'

/** Part of an answer that shows changes of one entity. */
export interface EntityChanges {
  readonly entity: string
  readonly text: string
  readonly recordsPath: readonly string[]
  readonly records: readonly QboRecord[]
  readonly deleted: readonly { readonly id: string; readonly lastUpdatedTime?: string | undefined }[]
}

/** What CDC said, and what it cannot say. */
export interface ChangesRead {
  readonly parts: readonly EntityChanges[]
  /** Entities with more changes than CDC shows: versions beyond come from a scan, deletions beyond from nowhere. */
  readonly overflowed: readonly string[]
  /** Entities whose changes are to be asked for by LastUpdatedTime: those that overflowed, and those CDC does not know. */
  readonly toScan: readonly string[]
  /** The server's clock when it answered, by entity. */
  readonly times: ReadonlyMap<string, string>
}

type AskingScope = Pick<RecordScope, 'source' | 'entities' | 'signal'>

/** Asks CDC, at first for all entities at once; a thousand objects are all that one answer holds. */
export async function readChanges(
  scope: AskingScope,
  entities: readonly string[],
  since: string,
): Promise<ChangesRead> {
  const known = entities.filter((entity) => scope.entities.get(entity)?.cdc === true)
  const unknown = entities.filter((entity) => {
    const definition = scope.entities.get(entity)
    return definition?.cdc === false && definition.hasMetaData
  })
  if (known.length === 0) return { parts: [], overflowed: [], toScan: unknown, times: new Map() }
  const together = await askCdc(scope, known, since)
  // Deletions up to the thousandth object are still worth having.
  if (!together.overflowed || known.length === 1) {
    const overflowed = together.overflowed ? known : []
    return { ...together, overflowed, toScan: [...overflowed, ...unknown] }
  }
  const parts: EntityChanges[] = []
  const overflowed: string[] = []
  const times = new Map<string, string>()
  for (const entity of known) {
    const answer = await askCdc(scope, [entity], since)
    parts.push(...answer.parts)
    if (answer.overflowed) overflowed.push(entity)
    for (const [name, time] of answer.times) times.set(name, time)
  }
  return { parts, overflowed, toScan: [...overflowed, ...unknown], times }
}

async function askCdc(
  scope: AskingScope,
  entities: readonly string[],
  since: string,
): Promise<{
  overflowed: boolean
  parts: readonly EntityChanges[]
  times: ReadonlyMap<string, string>
}> {
  const { changes, text, time, overflowed } = await scope.source.cdc(entities, since, {
    signal: scope.signal,
  })
  return {
    overflowed,
    parts: changes.map((change) => ({ ...change, text })),
    times: new Map(time === undefined ? [] : entities.map((entity) => [entity, time])),
  }
}

export interface ChangesScan {
  /** The server's clock before the scan began. */
  readonly time: string | undefined
  readonly count: number
  readonly changes: AsyncIterable<EntityChanges>
}

/** Changes by LastUpdatedTime: queries have no limit and show every version, but no deletion. */
export async function scanChanges(
  scope: AskingScope,
  entity: string,
  since: string,
  among: readonly Condition[] = [],
): Promise<ChangesScan> {
  const where: readonly Condition[] = [
    ...among,
    { field: 'MetaData.LastUpdatedTime', operator: '>=', value: since },
  ]
  const { count, time } = await scope.source.count(
    { entity: entity as never, where },
    { signal: scope.signal },
  )
  return { time, count, changes: scan(scope, entity, where, count) }
}

async function* scan(
  scope: AskingScope,
  entity: string,
  where: readonly Condition[],
  count: number,
): AsyncGenerator<EntityChanges> {
  if (count === 0) return
  const pages = scope.source.scan({
    entity: entity as never,
    where,
    key: 'MetaData.LastUpdatedTime',
    plannedCount: count,
    signal: scope.signal,
  })
  for await (const page of pages)
    yield { entity, text: page.text, recordsPath: page.recordsPath, records: page.records, deleted: [] }
}
