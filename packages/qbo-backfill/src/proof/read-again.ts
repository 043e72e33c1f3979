import type { QboRecord } from 'qbo-client'
import type { Span } from '../compare/bisection.js'
import { hasOwnIds } from '../plan/entity-range.js'
import type { ReadSet, ReadSetKind } from '../plan/read-set.js'
import { missingRow } from '../verdict/missing-row.js'
import { rememberCount } from './entity-proof.js'
import { buryRows, lookUpOrBury, idsQuery, writeAnswer, type Healing } from './look-up-or-bury.js'

/** Reads windows again whole: what is there is written, and what the table holds beside it is looked up by Id. */
export async function readWindowsAgain(
  healing: Healing,
  set: ReadSet,
  span: Span & { readonly count: number },
): Promise<void> {
  const { source, store, entity, signal } = healing.proof.scope
  const { key } = set
  const { where, rows } = set.between(span.first, span.end)
  const read = new Map<string, QboRecord>()
  const askedAt = new Date()
  const pages = source.scan({ entity: entity.name, where, key, plannedCount: span.count, signal })
  for await (const page of pages) {
    for (const record of page.records) {
      read.set(record.Id, record)
      healing.proof.knownById.delete(record.Id)
    }
    const { bytes: text, recordsPath, records } = page
    const poisoned = page.poisoned?.map((row) => ({ ...row, key }))
    await writeAnswer(healing, { text, recordsPath, records, poisoned }, askedAt)
  }
  const stored = new Set(await store.rows.idsLive({ ...idsQuery(healing.proof.scope), rows }))
  learnWindows(healing, set, span, { read, stored })
  await lookUpOrBury(
    healing,
    [...stored].filter((id) => !read.has(id)),
  )
}

interface WindowsRead {
  readonly read: ReadonlyMap<string, QboRecord>
  readonly stored: ReadonlySet<string>
}

/** What each window holds at the source, and what of it could not be brought to the table. */
function learnWindows(
  { proof, comparison, found }: Healing,
  set: ReadSet,
  { first, end }: Span,
  { read, stored }: WindowsRead,
): void {
  const { settledBefore } = proof.scope.run
  const refused = new Set(comparison.refusedIds)
  const expected = expectedOf(found, set.kind)
  for (let number = first; number < end; number++) expected.set(number, 0)
  for (const [id, record] of read) {
    const number = set.windowOf(record)
    const isSettled = Date.parse(record.MetaData?.LastUpdatedTime ?? '') < Date.parse(settledBefore)
    if (number < first || number >= end || !isSettled) continue
    expected.set(number, (expected.get(number) ?? 0) + 1)
    if (!stored.has(id) && !refused.has(id)) found.missing.push(missingRow(record))
  }
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
