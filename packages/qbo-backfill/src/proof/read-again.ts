import PQueue from 'p-queue'
import type { QboRecord } from 'qbo-client'
import type { RowSet } from 'qbo-raw-sink'
import type { Span } from '../compare/bisection.js'
import { hasOwnIds } from '../plan/entity-range.js'
import type { ReadSet, ReadSetKind } from '../plan/read-set.js'
import { missingRow, missingRowFields, type MissingRow } from '../verdict/missing-row.js'
import { rememberCount } from './entity-proof.js'
import { buryRows, lookUpOrBury, idsQuery, writeAnswer, type Healing } from './look-up-or-bury.js'

/** Windows side by side, with the rows that QuickBooks counts in them. */
type ReadSpan = Span & { readonly count: number }

/**
 * Reads windows again whole, in as many streams as a run has: what is there is written, and what the table holds of them
 * beside it is looked up by Id.
 */
export async function readWindowsAgain(
  healing: Healing,
  set: ReadSet,
  spans: readonly ReadSpan[],
): Promise<void> {
  const { scope } = healing.proof
  const since = await scope.store.clock()
  const queue = new PQueue({ concurrency: scope.streams })
  try {
    await queue.addAll(spans.map((span) => () => readSpan(healing, set, span)))
  } finally {
    // After a failure nothing more begins, and what has begun ends before its run does.
    queue.clear()
    await queue.onIdle()
  }
  // Once for all of them: to look for rows by their day takes the database through the whole table.
  const rows = joined(spans).map(({ first, end }) => set.between(first, end).rows)
  const absent = await scope.store.rows.idsNotSeen({ ...idsQuery(scope), rows, seenSince: since })
  await lookUpOrBury(healing, absent)
}

/** The same windows in as few spans as can be. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const { first, end } of spans) {
    const last = all.at(-1)
    if (last?.end === first) all.splice(-1, 1, { first: last.first, end })
    else all.push({ first, end })
  }
  return all
}

async function readSpan(healing: Healing, set: ReadSet, { first, end, count }: ReadSpan): Promise<void> {
  const { proof, found } = healing
  const { source, entity, run, signal } = proof.scope
  const settledBefore = Date.parse(run.settledBefore)
  const { where, rows } = set.between(first, end)
  /** The window of each record that is settled, by its Id: a record may come twice, and the last time it is as it is. */
  const windows = new Map<string, number>()
  const missing = new Map<string, MissingRow>()
  const askedAt = new Date()
  const pages = source.scan({
    entity: entity.name,
    where,
    key: set.key,
    plannedCount: count,
    // What a record's window is decided by is among them.
    recordFields: missingRowFields,
    signal,
  })
  for await (const page of pages) {
    const { bytes: text, recordsPath, records } = page
    for (const record of records) {
      proof.knownById.delete(record.Id)
      const isSettled = Date.parse(record.MetaData?.LastUpdatedTime ?? '') < settledBefore
      windows.set(record.Id, isSettled ? set.windowOf(record) : -1)
      missing.delete(record.Id)
    }
    const poisoned = page.poisoned?.map((row) => ({ ...row, key: set.key }))
    await writeAnswer(healing, { text, recordsPath, records, poisoned }, askedAt)
    for (const record of await notStored(healing, rows, records)) missing.set(record.Id, missingRow(record))
  }
  const expected = expectedOf(found, set.kind)
  for (let number = first; number < end; number++) expected.set(number, 0)
  for (const [id, number] of windows) {
    if (number < first || number >= end) continue
    expected.set(number, (expected.get(number) ?? 0) + 1)
    const row = missing.get(id)
    if (row !== undefined) found.missing.push(row)
  }
}

/** Records that were written just now and that the table does not show, apart from those that it is known to refuse. */
async function notStored(
  { proof, comparison }: Healing,
  rows: RowSet,
  records: readonly QboRecord[],
): Promise<readonly QboRecord[]> {
  if (records.length === 0) return []
  const { scope } = proof
  const ids = records.map(({ Id }) => Id)
  const stored = await scope.store.rows.idsLive({ ...idsQuery(scope), rows: { ...rows, ids } })
  const there = new Set([...stored, ...comparison.refusedIds])
  return records.filter(({ Id }) => !there.has(Id))
}

export function expectedOf(found: Healing['found'], kind: ReadSetKind): Map<number, number> {
  const expected = found.expected.get(kind) ?? new Map<number, number>()
  found.expected.set(kind, expected)
  return expected
}

/**
 * Reads an entity without a usable time filter again whole. What the table holds beside it is looked up by Id. Where rows
 * have no Id to ask for, it is read once more: what is absent from two whole readings without a gap is gone.
 */
export async function readWholeAgain(healing: Healing): Promise<void> {
  const { proof } = healing
  let reading = await readWhole(healing)
  if (hasOwnIds(proof.scope.entity.definition)) {
    await lookUpOrBury(healing, reading.absent)
  } else if (reading.isComplete && reading.absent.length > 0) {
    const once = new Set(reading.absent)
    reading = await readWhole(healing)
    if (reading.isComplete)
      await buryRows(
        healing,
        reading.absent.filter((id) => once.has(id)),
      )
  }
  if (!reading.isComplete) return
  proof.atFirst = reading.count
  proof.isReadAgain = true
}

interface WholeReading {
  /** Rows at the source when it began. */
  readonly count: number
  /** Live rows of the table that it did not bring. */
  readonly absent: readonly string[]
  /** Whether it brought as many as there were before and after it, and all of them could be stored. */
  readonly isComplete: boolean
}

async function readWhole(healing: Healing): Promise<WholeReading> {
  const { scope } = healing.proof
  const { source, store, signal } = scope
  const entity = scope.entity.name
  const count = async (): Promise<number> => {
    const answer = await source.count({ entity }, { signal })
    rememberCount(healing.proof, 'everything', answer.count)
    return answer.count
  }
  const since = await store.clock()
  const before = await count()
  const askedAt = new Date()
  let read = 0
  let refused = 0
  for await (const page of source.pages({ entity, signal })) {
    read += page.fresh.filter(Boolean).length
    const { bytes: text, recordsPath, records, poisoned } = page
    refused += await writeAnswer(healing, { text, recordsPath, records, poisoned }, askedAt)
  }
  const isComplete = before === read && refused === 0 && (await count()) === read
  // By the database's own Ids: what it was brought it has touched.
  const query = { ...idsQuery(scope), rows: {}, settledBefore: undefined, seenSince: since }
  return { count: before, absent: await store.rows.idsNotSeen(query), isComplete }
}
