import type { RowSet } from 'qbo-raw-sink'
import { allEnded } from '../failure/all-ended.js'
import { hasOwnIds, isReadWhole } from '../plan/entity-range.js'
import type { ReadSet } from '../plan/read-set.js'
import { formatInstant } from '../plan/time-zone.js'
import { countAtSource, countRows } from './counts.js'
import type { Refused } from './refused.js'
import type { RecordScope } from './record-scope.js'

/** What the listed records of a run make up in a settled set, on both sides. */
export interface RefusedRows {
  /** Of those that have an Id: settled rows at the source, live settled rows in the table, and those of them read by the run. */
  readonly atSource: number
  readonly loaded: number
  readonly seen: number
  /** How many of so many rows that are lacking are those without an Id; never more than are known to lack where they are. */
  excused(lacking: number): Promise<number>
}

/** Ids that one statement may name. */
const idsPerCount = 400

export async function refusedRows(scope: RecordScope, set: ReadSet, refused: Refused): Promise<RefusedRows> {
  const ids = hasOwnIds(scope.entity.definition) ? refused.ids : []
  // By an Id that is not its own nobody can be asked for it.
  const nameless = refused.nameless + refused.ids.length - ids.length
  const [atSource, inTable] = await allEnded([
    countIds(scope, set, ids),
    ids.length === 0 ? { loaded: 0, seen: 0 } : countSettled(scope, set, { ids }),
  ])
  return {
    atSource,
    loaded: inTable.loaded,
    seen: inTable.seen,
    excused: (lacking) => excused(scope, set, { ...refused, nameless }, lacking),
  }
}

async function countIds(scope: RecordScope, set: ReadSet, ids: readonly string[]): Promise<number> {
  let count = 0
  for (let at = 0; at < ids.length; at += idsPerCount) {
    const value = ids.slice(at, at + idsPerCount)
    count += await countAtSource(scope, set, [{ field: 'Id', operator: 'IN', value }])
  }
  return count
}

/** A second may lack as many rows as are listed of it: what lacks beyond them is lost. */
async function excused(
  scope: RecordScope,
  set: ReadSet,
  { seconds, nameless }: Refused,
  lacking: number,
): Promise<number> {
  if (isReadWhole(scope.entity.definition)) return Math.min(lacking, seconds.length + nameless)
  const listed = new Map<string, number>()
  for (const second of seconds.flatMap(({ at }) => at[set.key] ?? []))
    listed.set(second, (listed.get(second) ?? 0) + 1)
  let found = 0
  for (const [second, most] of listed) {
    const lacks = await lackingAt(scope, set, second)
    found += Math.min(Math.max(lacks, 0), most)
  }
  return found + Math.min(Math.max(lacking - found, 0), nameless)
}

async function lackingAt(scope: RecordScope, set: ReadSet, second: string): Promise<number> {
  const { key } = set
  const end = formatInstant(Date.parse(second) + 1000)
  const span = { from: second, to: end }
  const [atSource, inTable] = await allEnded([
    countAtSource(scope, set, [
      { field: key, operator: '>=', value: second },
      { field: key, operator: '<', value: end },
    ]),
    countSettled(
      scope,
      set,
      key === 'MetaData.CreateTime' ? { createTime: span } : { lastUpdatedTime: span },
    ),
  ])
  return atSource - inTable.loaded
}

async function countSettled(scope: RecordScope, set: ReadSet, also: RowSet): ReturnType<typeof countRows> {
  const { rows, settledBefore } = set.settled(scope.run.settledBefore)
  return countRows(scope, { rows: { ...rows, ...also }, settledBefore })
}
