import { createRandom, type Random } from '../random.js'
import { businessMoment, dayMs, spreadOverDays } from './calendar.js'
import type { Span } from './list-moments.js'

/** Dates and instants of the transactions of one entity, in the order of their creation, as columns: there may be half a million. */
export interface TransactionMoments {
  readonly count: number
  /** Midnight of TxnDate, as if in UTC. */
  day(at: number): number
  createdMs(at: number): number
}

/** Day of every so many on which an import or a recurring run wrote many at once. */
const bulkEvery = 30

export function buildTransactionMoments(
  count: number,
  seed: number,
  span: Span & { readonly lastTenth?: number | undefined },
): TransactionMoments {
  const random = createRandom(seed + 37)
  const days = new Float64Array(count)
  const created = new Float64Array(count)
  let at = 0
  for (const [ordinal, day] of spreadOverDays(count, span.fromMs, span.toMs, span.lastTenth).entries()) {
    const isBulk = ordinal % bulkEvery === bulkEvery - 1
    const runMs = businessMoment(day.dayMs, random)
    for (let taken = 0; taken < day.count; taken++, at++) {
      days[at] = day.dayMs
      created[at] = isBulk
        ? // Six or so in one second, for the whole of the run.
          runMs + Math.floor(taken / 6) * 1000
        : businessMoment(day.dayMs + delayDays(random) * dayMs, random)
      created[at] = Math.min(Math.floor(created[at]! / 1000) * 1000, span.latestMs)
    }
  }
  const order = Uint32Array.from({ length: count }, (_, one) => one).sort(
    (left, right) => created[left]! - created[right]! || left - right,
  )
  return {
    count,
    day: (one) => days[order[one]!]!,
    createdMs: (one) => created[order[one]!]!,
  }
}

/** Most transactions are written on their day, some a few days later. */
function delayDays(random: Random): number {
  return random.chance(0.85) ? 0 : random.integer(1, 9)
}
