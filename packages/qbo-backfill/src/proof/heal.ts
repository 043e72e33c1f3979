import type { QboRecord } from 'qbo-client'
import { orderKeyOf, readSetOf, settled, type ReadSetKind } from '../plan/read-set.js'
import { commitRecords } from '../run/deliver.js'
import { windowsFor, type RunContext } from '../run/run-context.js'
import type { IdsQuery } from '../store/store.js'
import { changeTarget } from './changes.js'
import { countInTable, isEqual, type EntityComparison, type SetComparison } from './compare.js'

/** A span of windows that holds no more rows than this is read again rather than counted in halves. */
const rereadRows = 1000

interface Healing {
  written: number
  tombstoned: number
}

/**
 * Mends what the comparison found: rows that the table has and this run has not seen are looked up by Id, and where
 * rows are missing the windows that differ are found by COUNT(*) and read again whole.
 */
export async function healEntity(context: RunContext, comparison: EntityComparison): Promise<void> {
  const { entity } = comparison
  const healing: Healing = { written: 0, tombstoned: 0 }
  for (const set of comparison.sets) {
    if (isEqual(set) || !hasOwnIds(context, entity)) continue
    const windows = windowsFor(context, entity)
    const { rows } = readSetOf(set.kind, windows, context.run.from)
    const settledBefore = set.kind === 'everything' ? undefined : context.run.settledBefore
    const unseen = await context.store.idsNotSeen({ ...idsQuery(context, entity), rows, settledBefore })
    await confirm(context, entity, unseen, healing)
    if (set.kind === 'everything') continue
    // Rows that this run has read may have gone since, so too many are looked for as well as too few.
    const now = { ...set, ...(await countInTable(context, entity, set.kind)) }
    if (now.loaded !== now.expected) await healWindows(context, entity, now, 0, windows.length, healing)
  }
  context.emit({ type: 'proof.healed', entity, ...healing })
}

/** ExchangeRate and RecurringTransaction have no Id of their own that QuickBooks could be asked for. */
function hasOwnIds(context: RunContext, entity: string): boolean {
  return context.entities.get(entity)?.idPath[0]?.join('.') === 'Id'
}

/** Looks Ids up: one that is found is written, one that is not is gone, and only then becomes a tombstone. */
async function confirm(
  context: RunContext,
  entity: string,
  ids: readonly string[],
  healing: Healing,
): Promise<void> {
  if (ids.length === 0) return
  const missing = new Set(ids)
  for await (const page of context.source.readByIds(entity, ids, { signal: context.signal })) {
    for (const record of page.records) missing.delete(record.Id)
    await write(context, entity, page, healing)
  }
  if (missing.size === 0) return
  const deleted = [...missing].map((id) => ({ id }))
  const { runId } = context.run
  const tombstones = { runId, entity, text: '{}', recordsPath: [], targets: [], deleted }
  const outcome = await commitRecords(context, tombstones)
  healing.tombstoned += outcome.tombstoned
}

async function healWindows(
  context: RunContext,
  entity: string,
  set: SetComparison,
  first: number,
  end: number,
  healing: Healing,
): Promise<void> {
  const { where } = readSetOf(set.kind, windowsFor(context, entity).slice(first, end), context.run.from)
  const scope = settled(where, context.run.settledBefore)
  const { count } = await context.source.count(
    { entity: entity as never, where: scope },
    { signal: context.signal },
  )
  const loaded = set.settledByWindow.slice(first, end).reduce((sum, rows) => sum + rows, 0)
  if (count === loaded) return
  if (end - first > 1 && count > rereadRows) {
    const middle = (first + end) >> 1
    await healWindows(context, entity, set, first, middle, healing)
    await healWindows(context, entity, set, middle, end, healing)
    return
  }
  await readAgain(context, entity, set.kind, first, end, count, healing)
}

async function readAgain(
  context: RunContext,
  entity: string,
  kind: ReadSetKind,
  first: number,
  end: number,
  count: number,
  healing: Healing,
): Promise<void> {
  const set = readSetOf(kind, windowsFor(context, entity).slice(first, end), context.run.from)
  const read = new Set<string>()
  const pages = context.source.scan({
    entity: entity as never,
    where: set.where,
    key: orderKeyOf(kind),
    plannedCount: count,
    signal: context.signal,
  })
  for await (const page of pages) {
    for (const record of page.records) read.add(record.Id)
    await write(context, entity, page, healing)
  }
  const stored = await context.store.idsLive({ ...idsQuery(context, entity), rows: set.rows })
  await confirm(
    context,
    entity,
    stored.filter((id) => !read.has(id)),
    healing,
  )
}

async function write(
  context: RunContext,
  entity: string,
  page: {
    readonly text: string
    readonly records: readonly QboRecord[]
    readonly recordsPath: readonly string[]
  },
  healing: Healing,
): Promise<void> {
  const { text, recordsPath, records } = page
  const targets = records.map((record) => changeTarget(context, entity, record))
  const { runId } = context.run
  const counts = await commitRecords(context, { runId, entity, text, recordsPath, targets, deleted: [] })
  healing.written += counts.inserted + counts.updated
}

function idsQuery(context: RunContext, entity: string): Omit<IdsQuery, 'rows'> {
  const { realmId, runId, settledBefore } = context.run
  return { realmId, entity, runId, settledBefore, seenSince: context.seenSince?.get(entity) }
}
