import { importPeer } from '../reader/import-peer.ts'
import { openPeerTable, type QueryAnswer } from '../reader/peer-table.ts'
import type { ReaderJob } from '../reader/reader-job.ts'
import { serveReader } from '../reader/serve-reader.ts'

type Callback<T> = (error: unknown, answer: T) => void

interface QuickBooks {
  refreshAccessToken(callback: Callback<unknown>): void
  findInvoices(criteria: object, callback: Callback<QueryAnswer>): void
  findCustomers(criteria: object, callback: Callback<QueryAnswer>): void
}

interface QuickBooksStatic {
  new (...args: readonly unknown[]): QuickBooks
  V3_ENDPOINT_BASE_URL: string
  TOKEN_URL: string
}

/** `fetchAll`, as its README shows it: it brings everything before it hands anything out. */
serveReader({
  async read(job) {
    const qbo = await connect(job)
    await called<unknown>((callback) => qbo.refreshAccessToken(callback))
    const answer = await find(qbo, job, { fetchAll: true, limit: 1000 })
    const table = await openPeerTable(job)
    await table.write(answer.QueryResponse[job.entity] ?? [])
    await table.close()
  },
  async users(job) {
    const qbo = await connect(job)
    // It never refreshes by itself: whoever meets a spent token calls this.
    const renew = async (): Promise<void> => {
      await called<unknown>((callback) => qbo.refreshAccessToken(callback))
      await find(qbo, job, { limit: 1 })
    }
    return { ask: renew, renew }
  },
})

async function connect({ apiBaseUrl, tokenUrl, ...job }: ReaderJob): Promise<QuickBooks> {
  const { default: QuickBooks } = (await importPeer('node-quickbooks')) as { default: QuickBooksStatic }
  QuickBooks.V3_ENDPOINT_BASE_URL = `${apiBaseUrl}/v3/company/`
  QuickBooks.TOKEN_URL = tokenUrl
  const { clientId, clientSecret, realmId, refreshToken } = job
  return new QuickBooks(clientId, clientSecret, '', false, realmId, true, false, null, '2.0', refreshToken)
}

function find(qbo: QuickBooks, { entity }: ReaderJob, criteria: object): Promise<QueryAnswer> {
  return called((callback) =>
    entity === 'Invoice' ? qbo.findInvoices(criteria, callback) : qbo.findCustomers(criteria, callback),
  )
}

function called<T>(call: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error === null || error === undefined) resolve(answer)
      else reject(error instanceof Error ? error : new Error(JSON.stringify(error)))
    })
  })
}
