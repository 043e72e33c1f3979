import { createQboClient, fileTokenStore } from '../../src/index.js'

/** A process of its own: asks once, many times at a time, and says what came of it. */
const [apiBaseUrl, path, count] = process.argv.slice(2)
const client = createQboClient({
  environment: 'sandbox',
  realmId: '4620816365001234560',
  clientId: 'client-id',
  clientSecret: 'client-secret-very-secret',
  tokenStore: fileTokenStore({ path: path ?? '' }),
  seedRefreshToken: 'RT1-seed-refresh-token',
  apiBaseUrl: apiBaseUrl ?? '',
  tokenUrl: `${apiBaseUrl}/token`,
  rateLimit: false,
})
await Promise.all(Array.from({ length: Number(count) }, async () => client.query('SELECT * FROM Customer')))
process.stdout.write('done')
