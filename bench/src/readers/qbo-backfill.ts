import { openDatabase, postgresStore, postgresTokenStore, runBackfill } from 'qbo-backfill'
import { createQboClient, type QboClient } from 'qbo-client'
import type { ReaderJob } from '../reader/reader-job.ts'
import { serveReader } from '../reader/serve-reader.ts'

type Database = Awaited<ReturnType<typeof openDatabase>>['db']

/** As our README shows it. */
serveReader({
  async read(job, onCommitted) {
    const { db, close } = await openDatabase(job.databaseUrl)
    try {
      const report = await runBackfill({
        source: createClient(job, db),
        store: postgresStore({ db }),
        entities: job.wholeCompany === true ? ['Customer', 'Item', 'Invoice'] : [job.entity],
        from: job.from,
        to: job.to,
        window: job.window,
        onEvent: ({ type }) => {
          if (type === 'page.written') onCommitted()
        },
      })
      if (report.status === 'red') throw new Error('The proof is red')
    } finally {
      await close()
    }
  },
  async users(job) {
    const { db, close } = await openDatabase(job.databaseUrl)
    const store = postgresStore({ db })
    await store.prepare([job.entity])
    const client = createClient(job, db)
    const ask = (): Promise<unknown> => client.count({ entity: job.entity })
    // It renews when QuickBooks refuses the token.
    return { ask, renew: ask, close }
  },
})

function createClient(job: ReaderJob, db: Database): QboClient {
  const { realmId, clientId, clientSecret, apiBaseUrl, tokenUrl } = job
  return createQboClient({
    environment: 'sandbox',
    realmId,
    clientId,
    clientSecret,
    apiBaseUrl,
    tokenUrl,
    seedRefreshToken: job.refreshToken,
    tokenStore: postgresTokenStore({ db }),
    rateLimit: job.wholeCompany === true ? undefined : false,
  })
}
