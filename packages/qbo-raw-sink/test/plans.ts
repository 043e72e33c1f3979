import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../src/index.js'

export interface Plan {
  readonly 'Node Type': string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}

/**
 * How PostgreSQL answers, with the blocks that it touches for it. Of several times the one with fewest: blocks of its
 * catalogs are counted, too, when what it keeps of them is not there yet, or is gone since others made a database.
 */
export async function planOf(db: Database, query: RawBuilder<unknown>): Promise<Plan> {
  const explain = sql<{
    'QUERY PLAN': readonly [{ Plan: Plan }]
  }>`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`
  const plans: Plan[] = []
  for (let time = 0; time < 3; time++) plans.push((await explain.execute(db)).rows[0]!['QUERY PLAN'][0].Plan)
  return plans.toSorted((one, other) => blocksOf(one) - blocksOf(other))[0]!
}

export function blocksOf(plan: Plan): number {
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
}
