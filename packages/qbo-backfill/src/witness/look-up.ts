import type { EntityDefinition, PoisonedId, QboRecord } from 'qbo-client'
import { emptyPage, type AnsweredPage } from '../compare/answered-page.js'
import { instant } from '../compare/known-changes.js'
import { lookUpByIds, type LookedUp } from '../compare/look-up-by-ids.js'
import type { Patience } from '../source/patience.js'
import type { Source } from '../source/source.js'
import { missingRow, type MissingRow } from '../verdict/missing-row.js'
import type { Days } from './cut-days.js'

/** What a record says when it is read by its Id. */
export interface SeenRecord {
  readonly row: MissingRow
  /** Unchanged since the settled instant, as far as it says. */
  readonly settled: boolean
  /** Of the days that are loaded. */
  readonly inRange: boolean
  /** Voided, or of no amount. */
  readonly isNothing: boolean
  readonly record: QboRecord
}

/** What became of Ids, and what the records say that were found. */
export interface LookedInto extends Pick<LookedUp, 'poisoned' | 'gone' | 'refused'> {
  readonly seen: ReadonlyMap<string, SeenRecord>
}

/** Where to write what the witness finds. A verification has none. */
export interface WitnessWriter {
  /** @param askedAt a moment before it was asked for */
  write(page: AnsweredPage, askedAt: Date): Promise<void>
  /** Makes tombstones of rows that a look-up has not found; tells how many. */
  bury(ids: readonly string[]): Promise<number>
}

export interface LookUpScope {
  readonly source: Source
  readonly signal: AbortSignal
  readonly settledBefore: string
  readonly loaded: readonly Days[]
  readonly writer: WitnessWriter | undefined
  /** For reports that do not come. */
  readonly patience?: Patience | undefined
}

/** Reads records by Id, and writes what comes. Only what does not come, and was answered for, is gone. */
export async function lookUp(
  scope: LookUpScope,
  entity: EntityDefinition,
  ids: readonly string[],
): Promise<LookedInto> {
  const seen = new Map<string, SeenRecord>()
  const { poisoned, gone, refused } = await lookUpByIds(scope, entity, ids, async (page, askedAt) => {
    // What cannot be given becomes a reject once all is known.
    if (page.poisoned !== undefined) return
    for (const record of page.records) seen.set(record.Id, seenRecord(scope, record))
    await scope.writer?.write(page, askedAt)
  })
  return { seen, poisoned, gone, refused }
}

/** Records that QuickBooks has and cannot give become rejects. */
export async function rejectPoisoned(
  writer: WitnessWriter | undefined,
  poisoned: readonly PoisonedId[],
): Promise<void> {
  if (poisoned.length > 0) await writer?.write({ ...emptyPage, poisoned }, new Date())
}

function seenRecord({ settledBefore, loaded }: LookUpScope, record: QboRecord): SeenRecord {
  const changed = instant(record.MetaData?.LastUpdatedTime)
  const { TxnDate: date, TotalAmt: total, PrivateNote: note } = record
  return {
    row: missingRow(record),
    settled: changed === undefined || changed < Date.parse(settledBefore),
    inRange: typeof date !== 'string' || loaded.some(({ from, to }) => date >= from && date < to),
    isNothing: Number(total) === 0 || (typeof note === 'string' && note.startsWith('Voided')),
    record,
  }
}
