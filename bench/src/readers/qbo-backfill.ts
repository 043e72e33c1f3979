import { openDatabase, postgresStore, postgresTokenStore, qboSource, runBackfill } from 'qbo-backfill'
import { createQboClient, type QboClient } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import type { ReaderJob } from '../reader/reader-job.ts'
import { serveReader } from '../reader/serve-reader.ts'

type Database = Awaited<ReturnType<typeof openDatabase>>['db']

/** As our README shows it. */
serveReader({
  async read(job, onCommitted) {
    const { db, close } = await openDatabase(job.databaseUrl)
    try {
      const report = await runBackfill({
        source: qboSource(createClient(job, db)),
        store: postgresStore({ db, sink: createRawSink({ db }) }),
        entities: [job.entity],
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
    const store = postgresStore({ db, sink: createRawSink({ db }) })
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
    rateLimit: false,
  })
}
