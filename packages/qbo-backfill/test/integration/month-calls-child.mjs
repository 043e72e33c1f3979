import { openDatabase, postgresStore, withCountedCalls } from 'qbo-backfill'
import { sql } from 'kysely'

/** A process of its own: asks through the gate of a source, until the month's calls are spent or somebody kills it. */
const { url, budget, keeps } = JSON.parse(process.argv[2])
const { db, close } = await openDatabase(url)
const store = postgresStore({ db })
// What a source is to the counting: gates that are asked before each attempt.
const gates = new Set()
const source = {
  clientId: 'app',
  realmId: '1',
  environment: 'sandbox',
  scan: () => {
    throw new Error('nothing is read here')
  },
  subscribe: () => () => undefined,
  addGate(gate) {
    gates.add(gate)
    return () => gates.delete(gate)
  },
}
const ask = async () => {
  for (const gate of gates) await gate()
  await sql`INSERT INTO spent DEFAULT VALUES`.execute(db)
}
for (;;) {
  try {
    await withCountedCalls({ source, store, monthlyCallBudget: budget }, async () => {
      // Some end in the middle of a block, and give the rest back.
      for (let left = Math.ceil(30 * keeps); left > 0; left -= 3) await Promise.all([ask(), ask(), ask()])
    })
  } catch (error) {
    if (error.code !== 'BACKFILL_BUDGET_SPENT') throw error
    break
  }
}
await close()
process.stdout.write('spent')
