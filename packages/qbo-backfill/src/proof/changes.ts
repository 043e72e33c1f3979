import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { windowFor, type RunContext } from '../run/run-context.js'

/** What is known to have changed since the settled set was fixed, by entity: Ids, each with the version applied last. */
export type KnownChanges = Map<string, Map<string, string>>

/** Part of an answer that shows changes of one entity. */
interface EntityChanges {
  readonly entity: string
  readonly text: string
  readonly recordsPath: readonly string[]
  readonly records: readonly QboRecord[]
  readonly deleted: readonly { readonly id: string; readonly lastUpdatedTime?: string | undefined }[]
}

/**
 * Asks what changed since `settledBefore` and brings the table up to it: new versions are written, deletions become
 * tombstones. Adds to `known`, and tells the entities of which an Id was new to it.
 */
export async function applyChanges(
  context: RunContext,
  entities: readonly string[],
  known: KnownChanges,
): Promise<ReadonlySet<string>> {
  const appeared = new Set<string>()
  let changed = 0
  let deleted = 0
  const { overflowed, changes } = await readChanges(context, entities)
  for await (const part of changes) {
    const versions = known.get(part.entity) ?? new Map<string, string>()
    known.set(part.entity, versions)
    const outcome = await applyPart(context, part, versions)
    if (outcome.appeared > 0) appeared.add(part.entity)
    changed += outcome.changed
    deleted += outcome.deleted
  }
  context.emit({ type: 'changes.applied', changed, deleted, overflowed })
  return appeared
}

async function applyPart(
  context: RunContext,
  part: EntityChanges,
  versions: Map<string, string>,
): Promise<{ appeared: number; changed: number; deleted: number }> {
  let appeared = 0
  const isNews = (id: string, version: string): boolean => {
    if (!versions.has(id)) appeared += 1
    if (versions.get(id) === version) return false
    versions.set(id, version)
    return true
  }
  const stubs = new Set(part.deleted.map((stub) => stub.id))
  const targets = part.records.map((record): RecordTarget | null => {
    if (stubs.has(record.Id)) return null
    const version = `${record.MetaData?.LastUpdatedTime ?? ''} ${record.SyncToken ?? ''}`
    return isNews(record.Id, version) ? changeTarget(context, part.entity, record) : null
  })
  const deleted = part.deleted
    .filter((stub) => isNews(stub.id, `deleted ${stub.lastUpdatedTime ?? ''}`))
    .map((stub) => ({ id: stub.id, deletedAt: stub.lastUpdatedTime }))
  const changed = targets.filter((target) => target !== null).length
  if (changed + deleted.length > 0) {
    await context.store.commitRecords(context.lease, {
      runId: context.run.runId,
      entity: part.entity,
      text: part.text,
      recordsPath: part.recordsPath,
      targets,
      deleted,
    })
  }
  return { appeared, changed, deleted: deleted.length }
}

/** A record of the range goes to its window; one outside it only brings a row up to date that is there already. */
export function changeTarget(context: RunContext, entity: string, record: QboRecord): RecordTarget {
  const window = windowFor(context, entity, record)
  return window === undefined
    ? { window: null, onlyIfStored: true }
    : { window: { start: window.start, end: window.end } }
}

async function readChanges(
  context: RunContext,
  entities: readonly string[],
): Promise<{ overflowed: boolean; changes: AsyncIterable<EntityChanges> }> {
  const withCdc = entities.filter((entity) => context.entities.get(entity)?.cdc === true)
  const byTime = entities.filter((entity) => {
    const definition = context.entities.get(entity)
    return definition?.cdc === false && definition.strategy === 'transaction'
  })
  const parts: EntityChanges[] = []
  const overflowing: string[] = []
  for (const group of withCdc.length === 0 ? [] : [withCdc]) {
    const answer = await askCdc(context, group)
    if (!answer.overflowed) parts.push(...answer.parts)
    else if (group.length === 1) overflowing.push(...group)
    else for (const entity of group) await askOne(context, entity, parts, overflowing)
  }
  const scanned = [...overflowing, ...byTime]
  return { overflowed: overflowing.length > 0, changes: concatenate(context, parts, scanned) }
}

async function askOne(
  context: RunContext,
  entity: string,
  parts: EntityChanges[],
  overflowing: string[],
): Promise<void> {
  const answer = await askCdc(context, [entity])
  // Deletions up to the thousandth object are still worth having; the scan brings every version.
  parts.push(...answer.parts)
  if (answer.overflowed) overflowing.push(entity)
}

async function askCdc(
  context: RunContext,
  entities: readonly string[],
): Promise<{ overflowed: boolean; parts: readonly EntityChanges[] }> {
  const answer = await context.source.cdc(entities, context.run.settledBefore, { signal: context.signal })
  return {
    overflowed: answer.overflowed,
    parts: answer.changes.map((change) => ({ ...change, text: answer.text })),
  }
}

async function* concatenate(
  context: RunContext,
  parts: readonly EntityChanges[],
  scanned: readonly string[],
): AsyncGenerator<EntityChanges> {
  yield* parts
  for (const entity of scanned) yield* scanChanges(context, entity)
}

/** CDC shows a thousand objects and has no pages. Beyond them, queries show every version, but no deletion. */
async function* scanChanges(context: RunContext, entity: string): AsyncGenerator<EntityChanges> {
  const where = [
    { field: 'MetaData.LastUpdatedTime', operator: '>=' as const, value: context.run.settledBefore },
  ]
  const { count } = await context.source.count({ entity: entity as never, where }, { signal: context.signal })
  if (count === 0) return
  const pages = context.source.scan({
    entity: entity as never,
    where,
    key: 'MetaData.LastUpdatedTime',
    plannedCount: count,
    signal: context.signal,
  })
  for await (const page of pages) {
    yield { entity, text: page.text, recordsPath: page.recordsPath, records: page.records, deleted: [] }
  }
}
