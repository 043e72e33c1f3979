import { importPeer } from '../reader/import-peer.ts'
import { openPeerTable, type QueryAnswer } from '../reader/peer-table.ts'
import type { ReaderJob } from '../reader/reader-job.ts'
import { serveReader } from '../reader/serve-reader.ts'

interface Quickbooks {
  refreshAccessToken(): Promise<unknown>
  findInvoices(criteria: object): Promise<QueryAnswer>
  findCustomers(criteria: object): Promise<QueryAnswer>
}

interface QuickbooksStatic {
  new (config: object, realmId: string): Quickbooks
  V3_ENDPOINT_BASE_URL: string
  TOKEN_URL: string
}

/** `fetchAll`, as its README shows it: it brings everything before it hands anything out. */
serveReader({
  async read(job) {
    const qbo = await connect(job)
    await qbo.refreshAccessToken()
    const answer = await find(qbo, job, { fetchAll: true, limit: 1000 })
    const table = await openPeerTable(job)
    await table.write(answer.QueryResponse[job.entity] ?? [])
    await table.close()
  },
  async users(job) {
    const qbo = await connect(job)
    const ask = (): Promise<unknown> => find(qbo, job, { limit: 1 })
    return {
      ask,
      async renew() {
        await qbo.refreshAccessToken()
        await ask()
      },
    }
  },
})

/** It refreshes by itself, when its store says that the access token has expired. */
async function connect(job: ReaderJob): Promise<Quickbooks> {
  const loaded = (await importPeer('quickbooks-node-promise')) as { default: { default: QuickbooksStatic } }
  const Quickbooks = loaded.default.default
  Quickbooks.V3_ENDPOINT_BASE_URL = `${job.apiBaseUrl}/v3/company/`
  Quickbooks.TOKEN_URL = job.tokenUrl
  let stored: unknown = {
    access_token: 'spent',
    refresh_token: job.refreshToken,
    // Long ago. Zero would be no date to it, and a token without a date is good.
    access_expire_timestamp: 1,
    refresh_expire_timestamp: Date.now() + 86_400_000,
  }
  const config = {
    appKey: job.clientId,
    appSecret: job.clientSecret,
    useProduction: false,
    getToken: () => Promise.resolve(stored),
    saveToken: (_realmId: unknown, token: unknown) => Promise.resolve((stored = token)),
  }
  return new Quickbooks(config, job.realmId)
}

function find(qbo: Quickbooks, { entity }: ReaderJob, criteria: object): Promise<QueryAnswer> {
  return entity === 'Invoice' ? qbo.findInvoices(criteria) : qbo.findCustomers(criteria)
}
