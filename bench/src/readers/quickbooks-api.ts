import { importPeer } from '../reader/import-peer.ts'
import { openPeerTable, type PeerRecord } from '../reader/peer-table.ts'
import type { ReaderJob } from '../reader/reader-job.ts'
import { serveReader } from '../reader/serve-reader.ts'

interface QuickbooksApi {
  readonly AuthProvider: new (...args: readonly unknown[]) => Auth
  readonly ApiClient: new (auth: unknown, environment: string) => Client
}

interface Auth {
  refresh(): Promise<unknown>
}

interface Client {
  readonly invoices: { readonly getAllInvoices: GetPage }
  readonly customers: { readonly getAllCustomers: GetPage }
}

type GetPage = (options: object) => Promise<Page>

interface Page {
  readonly results: readonly PeerRecord[]
  readonly hasNextPage: boolean
}

/** Page by page, as its README shows it; whether another page follows it asks QuickBooks. */
serveReader({
  async read(job) {
    const { client } = await connect(job)
    const table = await openPeerTable(job)
    for (let page = 1; ; page++) {
      const { results, hasNextPage } = await getPage(client, job, { page, maxResults: 1000 })
      await table.write(results)
      if (!hasNextPage) break
    }
    await table.close()
  },
  async users(job) {
    const { auth, client } = await connect(job)
    const ask = (): Promise<unknown> => getPage(client, job, { page: 1, maxResults: 1 })
    return {
      ask,
      async renew() {
        await auth.refresh()
        await ask()
      },
    }
  },
})

/** It refreshes by itself, when its token says that it has expired. */
async function connect(job: ReaderJob): Promise<{ readonly auth: Auth; readonly client: Client }> {
  const { AuthProvider, ApiClient } = (await importPeer('quickbooks-api')) as QuickbooksApi
  redirectFetch(job)
  const auth = new AuthProvider(job.clientId, job.clientSecret, '', [], {
    tokenType: 'bearer',
    refreshToken: job.refreshToken,
    refreshTokenExpiryDate: new Date(Date.now() + 86_400_000),
    accessToken: 'spent',
    accessTokenExpiryDate: new Date(0),
    realmId: job.realmId,
  })
  return { auth, client: new ApiClient(auth, 'Sandbox') }
}

/** It knows Intuit's own hosts only. */
function redirectFetch(job: ReaderJob): void {
  const original = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.hostname === '127.0.0.1') return original(input, init)
    const isToken = url.pathname.endsWith('/tokens/bearer')
    return original(isToken ? job.tokenUrl : `${job.apiBaseUrl}${url.pathname}${url.search}`, init)
  }
}

function getPage(client: Client, { entity }: ReaderJob, searchOptions: object): Promise<Page> {
  return entity === 'Invoice'
    ? client.invoices.getAllInvoices({ searchOptions })
    : client.customers.getAllCustomers({ searchOptions })
}
