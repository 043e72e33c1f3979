import { isBackfillError, openDatabase, postgresStore, writeEvidence } from 'qbo-backfill'
import { isQboError } from 'qbo-client'
import { createApp } from './app.ts'
import { createBackfills } from './backfills.ts'
import { createCompanies } from './companies.ts'
import { ConfigError, readConfig } from './config.ts'
import { createQuickBooks } from './quickbooks.ts'

/** A page transaction that hangs must not keep a deployment waiting. */
const longestStopMs = 10_000

async function serve(): Promise<void> {
  const config = readConfig(process.env)
  const database = await openDatabase(config.databaseUrl)
  try {
    const { db } = database
    const store = postgresStore({ db })
    const companies = createCompanies(db)
    // A role that may not create tables is told so now and not when somebody starts a backfill.
    await store.prepare(['Customer', 'Item', 'Invoice'])
    await companies.migrate()
    const quickBooks = await createQuickBooks(config, database)
    const backfills = createBackfills({
      store,
      source: (realmId) => quickBooks.source(realmId),
      async archive(report) {
        await writeEvidence({ db, report, directory: config.evidenceDirectory })
        await companies.saveReport(report)
      },
    })
    const app = await createApp({ config, quickBooks, companies, store, backfills })
    app.addHook('onClose', () => database.close())
    backfills.subscribe(({ realmId, runId, status, report, error }) => {
      if (status !== 'running')
        app.log.info({ realmId, runId, colour: report?.status, error }, `backfill ${status}`)
    })
    const stop = (): void => {
      setTimeout(() => process.exit(1), longestStopMs).unref()
      void app.close()
    }
    await app.listen({ host: config.host, port: config.port })
    process.once('SIGTERM', stop).once('SIGINT', stop)
  } catch (error) {
    await database.close()
    throw error
  }
}

try {
  await serve()
} catch (error) {
  // What a person can mend is said in a sentence; anything else with its stack.
  const isMendable = error instanceof ConfigError || isBackfillError(error) || isQboError(error)
  console.error(isMendable ? error.message : error)
  process.exitCode = isMendable ? 2 : 1
}
