import { describe, expect, test } from 'vitest'
import { createHarness, realmId } from './harness.js'

const hour = 3_600_000
const start = Date.parse('2026-01-05T12:00:00Z')

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly x_refresh_token_expires_in: number
  readonly x_refresh_token_hard_expires_in?: number
}

function startClock(): { now: () => number; pass: (ms: number) => void } {
  let at = start
  return { now: () => at, pass: (ms) => void (at += ms) }
}

describe('the token endpoint', () => {
  test('answers as Intuit does, with the hard limit only on demand', async () => {
    const { token } = createHarness({}, { now: () => start })
    const plain = await token()
    expect(plain.headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(await plain.json()).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]{900,}\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^RT1-39-H3-1767614400[0-9a-z]{22}$/),
      token_type: 'bearer',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    })
    const withLimit = await token({}, { 'x-include-refresh-token-hard-expires-in': 'true' })
    expect(((await withLimit.json()) as Tokens).x_refresh_token_hard_expires_in).toBe(157_680_000)
  })

  test('returns the same refresh token within a day, with less time left, and another one after it', async () => {
    const clock = startClock()
    const { token, simulator } = createHarness({}, { now: clock.now })
    const refresh = async (): Promise<Tokens> => (await (await token()).json()) as Tokens
    const first = await refresh()
    clock.pass(23 * hour)
    const second = await refresh()
    expect(second.refresh_token).toBe(first.refresh_token)
    expect(second.x_refresh_token_expires_in).toBe(8_726_400 - 23 * 3600)
    clock.pass(hour)
    const third = await refresh()
    expect(third.refresh_token).not.toBe(first.refresh_token)
    expect(third.x_refresh_token_expires_in).toBe(8_726_400)
    expect(simulator.refreshToken()).toBe(third.refresh_token)
    // No grace: the old value is dead at once.
    expect((await token({ refresh_token: first.refresh_token })).status).toBe(400)
  })

  test('forgets a refresh token that nobody used for its hundred days', async () => {
    const clock = startClock()
    const { token, simulator } = createHarness({}, { now: clock.now })
    const refresh_token = simulator.refreshToken()
    clock.pass(8_726_400_000)
    expect((await token({ refresh_token })).status).toBe(400)
  })

  test('refuses in the three forms that were seen', async () => {
    const { token } = createHarness()
    const bodies: string[] = []
    for (let turn = 0; turn < 4; turn++) {
      const refused = await token({ refresh_token: 'old' })
      expect(refused.status).toBe(400)
      bodies.push(await refused.text())
    }
    expect(bodies).toEqual([
      '{"error":"invalid_grant"}',
      '{"error_description":"Token invalid","error":"invalid_grant"}',
      '{"error":"invalid_grant","error_description":"Incorrect or invalid refresh token"}',
      '{"error":"invalid_grant"}',
    ])
  })

  test('knows the client by Basic authentication or by the form, and no other', async () => {
    const { token } = createHarness()
    const wrong = await token({}, { authorization: `Basic ${btoa('simulator-client:wrong')}` })
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }])
    const form = { client_id: 'simulator-client', client_secret: 'simulator-secret' }
    expect((await token(form, { authorization: '' })).status).toBe(200)
    expect((await token({ grant_type: 'client_credentials' })).status).toBe(400)
  })

  test('a rotation from outside kills the old value', async () => {
    const { token, simulator } = createHarness()
    const old = simulator.refreshToken()
    const fresh = simulator.rotateRefreshToken()
    expect((await token({ refresh_token: old })).status).toBe(400)
    expect((await token({ refresh_token: fresh })).status).toBe(200)
  })
})

describe('consent', () => {
  const redirectUri = 'http://localhost:8000/callback'
  const authorize = `/connect/oauth2?client_id=simulator-client&response_type=code&scope=com.intuit.quickbooks.accounting&redirect_uri=${encodeURIComponent(redirectUri)}&state=s1`
  const code = async ({ get }: ReturnType<typeof createHarness>): Promise<URL> =>
    new URL((await get(authorize)).headers.get('location')!)

  test('redirects with code, state and realm; the code is good once', async () => {
    const harness = createHarness()
    const back = await code(harness)
    expect(back.searchParams.get('state')).toBe('s1')
    expect(back.searchParams.get('realmId')).toBe(realmId)
    const form = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      redirect_uri: redirectUri,
    }
    const tokens = (await (await harness.token(form)).json()) as Tokens
    expect(tokens.refresh_token).toBe(harness.simulator.refreshToken())
    // The second exchange is refused, and takes the first one's tokens with it.
    expect((await harness.token(form)).status).toBe(400)
    expect((await harness.token({ refresh_token: tokens.refresh_token })).status).toBe(400)
  })

  test('a browser chooses among several companies; a program that names none gets the first', async () => {
    const other = { realmId: '9130350000000002', name: 'Peak & Sons', records: {} }
    const harness = createHarness({}, { companies: [{ realmId, records: {} }, other] })
    const accept = 'text/html,application/xhtml+xml'
    const choice = await harness.get(authorize, { accept })
    expect(choice.status).toBe(200)
    const html = await choice.text()
    expect(html).toContain('Which company do you connect?')
    const [, link = ''] = /href="(?<link>[^"]*)">Peak &amp; Sons/u.exec(html) ?? []
    const chosen = await harness.get(link.replaceAll('&amp;', '&'), { accept })
    const back = new URL(chosen.headers.get('location')!).searchParams
    expect([back.get('realmId'), back.get('state')]).toEqual([other.realmId, 's1'])
    expect((await code(harness)).searchParams.get('realmId')).toBe(realmId)
    expect((await createHarness().get(authorize, { accept })).status).toBe(302)
    const spanish = await harness.get(authorize, { accept, 'accept-language': 'es-EC,es;q=0.9,en;q=0.8' })
    expect(await spanish.text()).toMatch(/<html lang="es">.*¿Qué empresa conecta\?/su)
  })

  test('wants the same redirect address, a state and a client it knows', async () => {
    const harness = createHarness()
    const form = { grant_type: 'authorization_code', code: (await code(harness)).searchParams.get('code')! }
    expect((await harness.token({ ...form, redirect_uri: 'http://localhost:9000/' })).status).toBe(400)
    expect((await harness.get(authorize.replace('&state=s1', ''))).status).toBe(400)
    expect((await harness.get(authorize.replace('simulator-client', 'other'))).status).toBe(400)
  })

  test('is taken back by revoking', async () => {
    const { post, simulator, token } = createHarness()
    const refreshToken = simulator.refreshToken()
    const authorization = `Basic ${btoa('simulator-client:simulator-secret')}`
    const body = JSON.stringify({ token: refreshToken })
    expect((await post('/v2/oauth2/tokens/revoke', body, { authorization })).status).toBe(200)
    expect((await token({ refresh_token: refreshToken })).status).toBe(400)
  })

  test('is described by the discovery document', async () => {
    const { get } = createHarness()
    const document = await (await get('/.well-known/openid_configuration')).json()
    expect(document).toMatchObject({
      token_endpoint: 'http://simulator/oauth2/v1/tokens/bearer',
      revocation_endpoint: 'http://simulator/v2/oauth2/tokens/revoke',
    })
  })
})

describe('an access token', () => {
  test('is good for an hour; after it the gateway says 3200 in lower case', async () => {
    const clock = startClock()
    const { query } = createHarness({}, { now: clock.now })
    expect((await query('SELECT * FROM Invoice')).status).toBe(200)
    clock.pass(hour - 1)
    expect((await query('SELECT * FROM Invoice')).status).toBe(200)
    clock.pass(1)
    const expired = await query('SELECT * FROM Invoice')
    expect(expired.status).toBe(401)
    expect(await expired.json()).toMatchObject({
      fault: { error: [{ code: '3200', detail: 'Token expired' }], type: 'AUTHENTICATION' },
      time: start + hour,
    })
  })

  test('that is malformed, missing, expired from outside, or of another company is refused', async () => {
    const companies = [{ records: {} }, { realmId: '2', records: {} }]
    const { get, simulator } = createHarness({}, { companies })
    const path = `/v3/company/${realmId}/companyinfo/${realmId}`
    expect((await get(path)).status).toBe(200)
    expect((await get(path, { authorization: 'Bearer x' })).status).toBe(401)
    expect((await get(path, { authorization: '' })).status).toBe(401)
    const other = await get('/v3/company/2/companyinfo/2')
    expect(other.status).toBe(403)
    expect(await other.json()).toMatchObject({ fault: { error: [{ code: '3100' }] } })
    simulator.expireAccessTokens()
    expect((await get(path)).status).toBe(401)
  })
})
