import type { QboError } from '../errors.js'
import type { CallApi } from '../api.js'
import { createPageSize } from './page-size.js'
import { isPoisoned } from './poisoned-record.js'
import { runCount } from './query.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readPage } from './read-page.js'

/** Where to look for a record that can be read: five places, far apart. */
const places = [0, 1, 0.5, 0.25, 0.75] as const

/**
 * Tells a record that cannot be read from a QuickBooks that cannot read at all: only if another record still comes
 * may one be given up. Otherwise an outage with code 10000 would have every record rejected.
 * Gives the server's clock.
 * @throws what the reads failed with
 */
export async function failIfNothingCanBeRead(
  call: CallApi,
  { entity, where, activeClause }: QueryScope,
  signal: AbortSignal | undefined,
): Promise<{ readonly time?: string }> {
  const scope = { entity, where, activeClause }
  const { count, time } = await runCount(call, scope, signal)
  const clock = time === undefined ? {} : { time }
  const positions = new Set(places.map((place) => 1 + Math.round(place * Math.max(0, count - 1))))
  let failure: QboError | undefined
  for (const startPosition of positions) {
    try {
      const { records } = await readOne(call, scope, startPosition, signal)
      if (records.length > 0) return clock
    } catch (error) {
      if (!isPoisoned(error)) throw error
      failure = error
    }
  }
  // There are more records, and none of those looked at can be read: that is not one bad record.
  if (failure !== undefined && count > positions.size) throw failure
  await readOne(call, { entity: 'CompanyInfo' }, 1, signal)
  return clock
}

function readOne(
  call: CallApi,
  scope: QueryScope,
  startPosition: number,
  signal: AbortSignal | undefined,
): ReturnType<typeof readPage> {
  return readPage(call, createPageSize(1), { scope, startPosition, signal, poisonRetries: 0 })
}
