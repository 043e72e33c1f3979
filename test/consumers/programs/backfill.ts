// As a stranger would write it: compiled by the strictest settings against the published types, and run.
import { openDatabase, postgresStore, runBackfill } from 'qbo-backfill'
import type { BackfillEvent, BackfillReport } from 'qbo-backfill'
import { createQboClient, isQboError, memoryTokenStore } from 'qbo-client'
import { tokenStoreContract } from 'qbo-client/testing'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { sql } from 'kysely'

const company = generateCompany({
  seed: 1,
  customers: 20,
  items: 5,
  invoices: 300,
  from: '2024-01-01',
  to: '2025-01-01',
})
const simulator = createSimulator({ companies: [company], limits: false })
const { db, close } = await openDatabase('pglite:memory')
const client = createQboClient({
  environment: 'sandbox',
  realmId: simulator.realmIds[0] ?? '',
  clientId: simulator.clientId,
  clientSecret: simulator.clientSecret,
  seedRefreshToken: simulator.refreshToken(),
  tokenStore: memoryTokenStore(),
  fetch: async (input, init) => simulator.handle(new Request(input, init)),
})
const events = new Set<BackfillEvent['type']>()
const report: BackfillReport = await runBackfill({
  source: client,
  store: postgresStore({ db }),
  entities: ['customers', 'items', 'invoices'],
  // Customers and items are older than the invoices that name them.
  from: '2015-01-01',
  to: '2025-01-01',
  onEvent: (event) => events.add(event.type),
})
const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM raw.qb_invoices`.execute(db)
await close()

const store = memoryTokenStore()
for (const check of tokenStoreContract(() => ({ open: () => store }))) {
  if (check.name === '') throw new Error('A check of the contract has no name.')
}
const { status, apiCalls } = report
const heard = events.has('run.started') && events.has('run.completed')
const invoices = rows[0]?.count
process.stdout.write(
  `${JSON.stringify({ status, invoices, heard, calls: apiCalls > 0, error: isQboError(new Error('none of ours')) })}\n`,
)
