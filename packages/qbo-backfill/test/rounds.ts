import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { TestCompany } from './company.js'

/** So many looks in a row at which nobody has asked anything more, and the database has nothing to do: what they wait for are answers. */
const quietLooks = 8
const lookEveryMs = 50

/**
 * Has QuickBooks answer only when nothing more is asked, and then all of it: how often it answers is how many calls wait for
 * one another, whatever time they take.
 */
export async function countRounds(
  { simulator, db }: Pick<TestCompany, 'simulator' | 'db'>,
  work: () => Promise<unknown>,
): Promise<number> {
  let rounds = 0
  let looks = 0
  let round: Promise<void> | undefined
  const answerAll = async (): Promise<void> => {
    for (looks = 0; looks < quietLooks; looks++) {
      await sleep(lookEveryMs)
      if (await isAtWork(db)) looks = 0
    }
    round = undefined
    rounds += 1
  }
  const stop = simulator.onRequest(async () => {
    looks = 0
    await (round ??= answerAll())
  })
  try {
    await work()
    return rounds
  } finally {
    stop()
  }
}

/** On a busy machine a statement may take longer than any number of looks. */
async function isAtWork(db: TestCompany['db']): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() LIMIT 1`.execute(db)
  return rows.length > 0
}
