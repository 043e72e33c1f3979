import type { PoisonedId, QboRecord } from 'qbo-client'
import { instant } from '../compare/known-changes.js'
import type { PoisonedRow, Source } from '../source/source.js'
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

export interface LookedUp {
  readonly seen: ReadonlyMap<string, SeenRecord>
  /** QuickBooks has them and cannot give them. */
  readonly poisoned: readonly PoisonedId[]
  readonly gone: readonly string[]
}

export interface AnsweredPage {
  readonly text: string | Uint8Array
  readonly recordsPath: readonly string[]
  readonly records: readonly QboRecord[]
  readonly poisoned?: readonly PoisonedRow[]
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
}

/** Reads records by Id, and writes what comes. Only what does not come is gone. */
export async function lookUp(scope: LookUpScope, entity: string, ids: readonly string[]): Promise<LookedUp> {
  const { source, signal, writer } = scope
  const seen = new Map<string, SeenRecord>()
  const poisoned: PoisonedId[] = []
  const askedAt = new Date()
  if (ids.length === 0) return { seen, poisoned, gone: [] }
  for await (const answer of source.readByIds(entity, ids, { signal })) {
    if (answer.poisoned !== undefined) {
      poisoned.push(answer.poisoned)
      continue
    }
    const { bytes: text, recordsPath, records } = answer
    for (const record of records) seen.set(record.Id, seenRecord(scope, record))
    await writer?.write({ text, recordsPath, records }, askedAt)
  }
  const met = new Set([...seen.keys(), ...poisoned.map(({ id }) => id)])
  return { seen, poisoned, gone: ids.filter((id) => !met.has(id)) }
}

/** Lists records that QuickBooks has and cannot give. */
export async function listPoisoned(
  writer: WitnessWriter | undefined,
  poisoned: readonly PoisonedId[],
): Promise<void> {
  if (poisoned.length > 0)
    await writer?.write({ text: '{}', recordsPath: [], records: [], poisoned }, new Date())
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
