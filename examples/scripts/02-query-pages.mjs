// Reads the invoices of a range without a database; rows that change meanwhile push none out of sight.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… node 02-query-pages.mjs 2024-01-01 2025-01-01
// @ts-check
import { createQboClient, fileTokenStore, invoiceSchema } from 'qbo-client'

const [from = '2024-01-01', to = '2025-01-01'] = process.argv.slice(2)

const qbo = createQboClient({
  environment: process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production',
  realmId: process.env.QBO_REALM_ID ?? '',
  clientId: process.env.QBO_CLIENT_ID ?? '',
  clientSecret: process.env.QBO_CLIENT_SECRET ?? '',
  seedRefreshToken: process.env.QBO_REFRESH_TOKEN,
  // The value of the refresh token changes about once a day, so it must live somewhere: QBO_REFRESH_TOKEN is a seed.
  tokenStore: fileTokenStore({ path: process.env.QBO_TOKEN_FILE ?? './tokens.json' }),
  apiBaseUrl: process.env.QBO_API_BASE_URL,
  tokenUrl: process.env.QBO_TOKEN_URL,
})

/** @type {import('qbo-client').QueryScope<'Invoice'>} */
const scope = {
  entity: 'Invoice',
  where: [
    { field: 'TxnDate', operator: '>=', value: from },
    { field: 'TxnDate', operator: '<', value: to },
  ],
}
const { count } = await qbo.count(scope)
let read = 0
for await (const record of qbo.records(scope)) {
  // The schema checks what you rely on; the record alone is what came, field for field.
  const invoice = invoiceSchema.parse(record)
  read += 1
  if (read % 1000 === 1) console.log(`From ${invoice.DocNumber} of ${invoice.TxnDate} on`)
}
console.log(`${read} of ${count} invoices read`)
