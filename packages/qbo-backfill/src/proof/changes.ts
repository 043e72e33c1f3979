import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { isCivilDate } from '../plan/civil-date.js'
import { calendarWindow } from '../plan/window.js'
import { commitRecords } from '../run/deliver.js'
import { windowFor, type RunContext } from '../run/run-context.js'
import { readChanges, scanChanges, type EntityChanges } from './read-changes.js'

/** What is known to have changed since the settled set was fixed, by entity: Ids, each with the version applied last. */
export type KnownChanges = Map<string, Map<string, string>>

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
  const since = context.run.settledBefore
  const { parts, overflowed, toScan } = await readChanges(context, entities, since)
  for await (const part of partsAndScans(context, parts, toScan, since)) {
    const versions = known.get(part.entity) ?? new Map<string, string>()
    known.set(part.entity, versions)
    const outcome = await applyPart(context, part, versions)
    if (outcome.appeared > 0) appeared.add(part.entity)
    changed += outcome.changed
    deleted += outcome.deleted
  }
  context.emit({ type: 'changes.applied', changed, deleted, overflowed: overflowed.length > 0 })
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
    const { entity, text, recordsPath } = part
    const { runId } = context.run
    await commitRecords(context, { runId, entity, text, recordsPath, targets, deleted })
  }
  return { appeared, changed, deleted: deleted.length }
}

/** A record of the range goes to its window; one outside it only brings a row up to date that is there already. */
export function changeTarget(context: RunContext, entity: string, record: QboRecord): RecordTarget {
  const window = windowFor(context, entity, record)
  return window === undefined
    ? { window: windowOutside(context, entity, record), onlyIfStored: true }
    : { window: { start: window.start, end: window.end } }
}

/** A transaction that was moved out of the range belongs to its new day; a list record keeps the window it has. */
function windowOutside(context: RunContext, entity: string, record: QboRecord): RecordTarget['window'] {
  const { windowSize = 'day', timeZone } = context.run
  const date = record['TxnDate']
  if (context.entities.get(entity)?.strategy !== 'transaction' || windowSize === 'range') return null
  return typeof date === 'string' && isCivilDate(date) ? calendarWindow(date, windowSize, timeZone) : null
}

async function* partsAndScans(
  context: RunContext,
  parts: readonly EntityChanges[],
  toScan: readonly string[],
  since: string,
): AsyncGenerator<EntityChanges> {
  yield* parts
  for (const entity of toScan) yield* (await scanChanges(context, entity, since)).changes
}
