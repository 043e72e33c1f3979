import { createRandom } from '../random.js'
import { businessMoment, dayMs } from './calendar.js'

export interface Moments {
  readonly createdMs: number
  readonly updatedMs: number
}

export interface Span {
  readonly fromMs: number
  readonly toMs: number
  /** Nothing is later than this. */
  readonly latestMs: number
}

/** Share of customers and items that were there before the first invoice. */
const shareBefore = 0.4

/** When each of `count` list records was created and last touched, oldest first. */
export function buildListMoments(count: number, seed: number, { fromMs, toMs, latestMs }: Span): Moments[] {
  const random = createRandom(seed)
  const before = Math.ceil(count * shareBefore)
  const created: number[] = []
  for (let at = 0; at < count; at++) {
    const [from, length] = at < before ? [fromMs - 400 * dayMs, 399 * dayMs] : [fromMs, toMs - fromMs]
    const day = Math.floor((from + random.next() * length) / dayMs) * dayMs
    created.push(Math.min(businessMoment(day, random), latestMs))
  }
  created.sort((left, right) => left - right)
  return created.map((createdMs) => {
    const later = random.chance(0.6)
      ? Math.floor(random.next() * 600) * dayMs + random.integer(60, 30_000) * 1000
      : 0
    return { createdMs, updatedMs: Math.min(createdMs + later, latestMs) }
  })
}
