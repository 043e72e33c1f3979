import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulatorHandlers } from '../src/msw.js'
import { createHarness, invoice, realmId } from './harness.js'

const { simulator } = createHarness({ Invoice: [invoice(1, '2024-01-01T10:00:00-08:00')] })
const server = setupServer(
  ...createSimulatorHandlers(simulator),
  ...createSimulatorHandlers(simulator, {
    apiBaseUrl: 'https://api.test',
    tokenUrl: 'https://auth.test/token',
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

async function authorize(tokenUrl: string): Promise<Record<string, string>> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('simulator-client:simulator-secret')}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: simulator.refreshToken() }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { authorization: `Bearer ${access_token}` }
}

test.each([
  ['https://quickbooks.api.intuit.com', 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer'],
  ['https://api.test', 'https://auth.test/token'],
])('code under test calls %s and gets the simulator', async (apiBaseUrl, tokenUrl) => {
  const headers = await authorize(tokenUrl)
  const url = `${apiBaseUrl}/v3/company/${realmId}/query`
  const read = await fetch(`${url}?query=${encodeURIComponent('SELECT * FROM Invoice')}`, { headers })
  expect(await read.json()).toMatchObject({ QueryResponse: { Invoice: [{ Id: '1' }], totalCount: 1 } })
  const posted = await fetch(url, { method: 'POST', headers, body: 'SELECT COUNT(*) FROM Invoice' })
  expect(await posted.json()).toMatchObject({ QueryResponse: { totalCount: 1 } })
})

test('a broken connection is a failed fetch', async () => {
  const headers = await authorize('https://auth.test/token')
  simulator.inject({ kind: 'reset' })
  await expect(fetch(`https://api.test/v3/company/${realmId}/companyinfo/1`, { headers })).rejects.toThrow(
    TypeError,
  )
})
