import { createRandom, type Random } from '../random.js'

/** A source of chance of its own for each record, so that a record does not depend on those before it. */
export function recordRandom(seed: number, entity: string, at: number): Random {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  for (const char of entity) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ at, 0x27d4eb2f)
  return createRandom(mixed ^ (mixed >>> 15))
}
