// Connects a company in the browser; its tokens go to the database, where every program of this folder finds them.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_ENVIRONMENT=sandbox DATABASE_URL=postgres://… node 01-authorize.mjs
// @ts-check
import { openDatabase, postgresTokenStore } from 'qbo-backfill'
import {
  buildAuthorizationUrl,
  createOAuthClient,
  createState,
  describeTokens,
  discoverEndpoints,
  listenForRedirect,
} from 'qbo-client'

const environment = process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production'
const clientId = process.env.QBO_CLIENT_ID ?? ''
const clientSecret = process.env.QBO_CLIENT_SECRET ?? ''
const tokenHost = process.env.QBO_TOKEN_URL

const database = await openDatabase(process.env.DATABASE_URL ?? 'pglite:./qbo')
const { db } = database
// Register http://localhost:8000/callback in the developer portal. Intuit redirects to localhost with development keys
// only: with production keys, take `npx qbo-backfill auth login --redirect-uri https://…`.
const state = createState()
const loopback = await listenForRedirect({ state, port: Number(process.env.REDIRECT_PORT ?? '8000') })
try {
  const endpoints = await discoverEndpoints({
    environment,
    // Intuit says itself where its hosts are; with another token host, that one does.
    documentUrl: tokenHost && new URL('/.well-known/openid_configuration', tokenHost).href,
  })
  const { redirectUri } = loopback
  const { authorizeUrl, tokenUrl, revokeUrl } = endpoints
  console.log('Open this address in a browser, choose a company and consent:\n')
  console.log(buildAuthorizationUrl({ clientId, redirectUri, state, authorizeUrl }))

  const redirect = await loopback.wait({ signal: AbortSignal.timeout(600_000) })
  const tokenStore = postgresTokenStore({ db })
  const oauth = createOAuthClient({ environment, clientId, clientSecret, tokenStore, tokenUrl, revokeUrl })
  const { realmId, tokens } = await oauth.exchangeCode(redirect, redirectUri)
  console.log(`\nConnected for ${describeTokens(tokens).daysLeft} days. Set QBO_REALM_ID=${realmId}`)
} finally {
  await loopback.close()
  await database.close()
}
