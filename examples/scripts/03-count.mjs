// Asks how many records a company has, and of when the first and the last invoice are: five cheap calls.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… node 03-count.mjs
// @ts-check
import { createQboClient, fileTokenStore } from 'qbo-client'

const qbo = createQboClient({
  environment: process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production',
  realmId: process.env.QBO_REALM_ID ?? '',
  clientId: process.env.QBO_CLIENT_ID ?? '',
  clientSecret: process.env.QBO_CLIENT_SECRET ?? '',
  seedRefreshToken: process.env.QBO_REFRESH_TOKEN,
  tokenStore: fileTokenStore({ path: process.env.QBO_TOKEN_FILE ?? './tokens.json' }),
  apiBaseUrl: process.env.QBO_API_BASE_URL,
  tokenUrl: process.env.QBO_TOKEN_URL,
})

/** @type {import('qbo-client').EntityName[]} */
const entities = ['Customer', 'Item', 'Invoice']
for (const entity of entities) {
  // Inactive ones too: QuickBooks leaves them out unless it is asked, and this client asks.
  const { count } = await qbo.count({ entity })
  console.log(`${entity}: ${count}`)
}

// Any statement that there is no method for; nothing is added to it, escaped or checked.
for (const order of ['ASC', 'DESC']) {
  const statement = `SELECT * FROM Invoice ORDERBY TxnDate ${order} MAXRESULTS 1`
  const { records } = await qbo.query(statement)
  console.log(order === 'ASC' ? 'First invoice:' : 'Last invoice:', records[0]?.TxnDate)
}
