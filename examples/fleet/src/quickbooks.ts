import {
  postgresTokenStore,
  qboSource,
  withCountedCalls,
  type BackfillStore,
  type OpenDatabase,
  type Source,
} from 'qbo-backfill'
import {
  buildAuthorizationUrl,
  createOAuthClient,
  createQboClient,
  describeTokens,
  discoverEndpoints,
  parseRedirect,
  type QboClient,
  type TokenStatus,
} from 'qbo-client'
import type { Config } from './config.ts'

/** The app's side of QuickBooks: consent, tokens, and a source for each company. */
export interface QuickBooks {
  /** The page where a person picks a company and consents. */
  consentUrl(state: string): Promise<string>
  /** Turns what the consent page sent back into stored tokens. Answers whose. @throws {QboError} for a state that is not ours */
  connect(address: string, state: string): Promise<string>
  /** What the company is called; one of the month's calls. */
  name(realmId: string): Promise<string>
  /** How long the connection of a company still holds. */
  status(realmId: string): Promise<TokenStatus>
  source(realmId: string): Source
}

export function createQuickBooks(config: Config, { db }: OpenDatabase, store: BackfillStore): QuickBooks {
  const { environment, clientId, clientSecret, apiBaseUrl, tokenUrl, monthlyCallBudget } = config
  const app = { environment, clientId, clientSecret }
  // The rotating refresh token lives in the database, where every machine finds the newest.
  const tokenStore = postgresTokenStore({ db, encryptionKey: config.tokenKey })
  const redirectUri = `${config.publicUrl}/callback`
  const client = (realmId: string): QboClient =>
    createQboClient({ ...app, realmId, tokenStore, apiBaseUrl, tokenUrl })
  // Asked only where somebody connects a company: a worker starts without it.
  const endpoints = () => discoverEndpoints({ environment, documentUrl: documentUrl(config) })
  return {
    async consentUrl(state) {
      const { authorizeUrl } = await endpoints()
      return buildAuthorizationUrl({ clientId, redirectUri, state, authorizeUrl })
    },
    async connect(address, state) {
      const { tokenUrl: discovered, revokeUrl } = await endpoints()
      const oauth = createOAuthClient({ ...app, tokenUrl: tokenUrl ?? discovered, revokeUrl, tokenStore })
      const { realmId } = await oauth.exchangeCode(parseRedirect(address, state), redirectUri)
      return realmId
    },
    async name(realmId) {
      const own = client(realmId)
      // What the program asks by itself counts too.
      const { CompanyName } = await withCountedCalls(
        { source: qboSource(own), store, monthlyCallBudget },
        () => own.companyInfo(),
      )
      return typeof CompanyName === 'string' ? CompanyName : realmId
    },
    status: async (realmId) => describeTokens(await tokenStore.load({ environment, clientId, realmId })),
    source: (realmId) => qboSource(client(realmId)),
  }
}

/** Intuit's own document, unless the token host is another: then that host's, so that nothing goes to Intuit. */
function documentUrl({ environment, tokenUrl }: Config): string | undefined {
  if (tokenUrl === undefined) return undefined
  const name = environment === 'sandbox' ? 'openid_sandbox_configuration' : 'openid_configuration'
  return new URL(`/.well-known/${name}`, tokenUrl).href
}
