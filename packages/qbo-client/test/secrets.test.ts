import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryTokenStore } from '../src/index.js'
import { connect, grant, realmId, rows } from './support/client.js'
import { isTokenRequest, json, startServer } from './support/http-server.js'
import type { Reply, SeenRequest } from './support/http-server.js'

const secrets = [
  'RT1-seed-refresh-token',
  'client-secret-very-secret',
  'access-token',
  'RT1-refresh-token',
  'Bearer',
  'Basic ',
]

/** Everything that a log could show of a value. */
function loudest(value: unknown): string {
  const options = {
    depth: 20,
    showHidden: true,
    getters: true,
    maxStringLength: null,
    maxArrayLength: null,
  } as const
  const stack = value instanceof Error ? `${value.stack}\n${String(value)}` : ''
  return `${inspect(value, options)}\n${JSON.stringify(value)}\n${stack}`
}

/** Servers that quote what they were sent. */
const quote = (request: SeenRequest): string =>
  `got ${String(request.headers.authorization)} and ${request.body}`
const cases: [string, (request: SeenRequest) => Reply][] = [
  [
    'the API quotes the token',
    (r) =>
      isTokenRequest(r)
        ? grant()
        : json(
            {
              Fault: {
                Error: [{ code: '3200', Message: quote(r), Detail: quote(r).replace('Bearer ', '') }],
              },
            },
            { status: 403 },
          ),
  ],
  [
    'the API fails in HTML',
    (r) => (isTokenRequest(r) ? grant() : { status: 500, body: `<html>${quote(r)}</html>` }),
  ],
  ['the API breaks off', (r) => (isTokenRequest(r) ? grant() : { reset: true })],
  [
    'the token host quotes the refresh token',
    (r) =>
      json(
        { error: 'invalid_grant', error_description: new URLSearchParams(r.body).get('refresh_token') },
        { status: 400 },
      ),
  ],
  [
    'the token host answers half of the tokens',
    () => ({ body: '{"access_token":"access-token-1","refresh_token":"RT1-refresh-token-1' }),
  ],
  ['the token host breaks off', () => ({ reset: true })],
]

describe('nothing public holds a token, a secret or a header', () => {
  test.each(cases)('%s', async (_name, answer) => {
    const server = await startServer(answer)
    const { client, events } = connect(server)
    const error: unknown = await client.companyInfo().catch((caught: unknown) => caught)
    const shown = [error, events, client].map(loudest).join('\n')
    for (const secret of secrets) expect(shown).not.toContain(secret)
  })

  test('after a call that went well', async () => {
    const server = await startServer((r) => (isTokenRequest(r) ? grant() : rows('Customer', [{ Id: '1' }])))
    const tokenStore = memoryTokenStore()
    const { client, events } = connect(server, { tokenStore })
    const answer = await client.query('SELECT * FROM Customer')
    const shown = [answer, events, client, tokenStore].map(loudest).join('\n')
    for (const secret of secrets) expect(shown).not.toContain(secret)
    expect(
      (await tokenStore.load({ environment: 'sandbox', clientId: 'client-id', realmId }))?.refreshToken,
    ).toContain('RT1')
  })

  test('an injected fetch that throws its request', async () => {
    const server = await startServer(() => grant())
    const leaky: typeof fetch = async (input) => {
      const request = input as Request
      if (request.url.endsWith('/token')) return fetch(request)
      throw Object.assign(new Error(`failed: ${String(request.headers.get('authorization'))}`), {
        request,
        code: 'ERR_X',
      })
    }
    const error: unknown = await connect(server, { fetch: leaky })
      .client.companyInfo()
      .catch((caught: unknown) => caught)
    for (const secret of secrets) expect(loudest(error)).not.toContain(secret)
    expect(error).toMatchObject({ code: 'QBO_NETWORK', cause: { code: 'ERR_X' } })
  })

  test('events are plain JSON', async () => {
    const server = await startServer((r) => (isTokenRequest(r) ? grant() : rows('Customer', [])))
    const { client, events } = connect(server)
    await client.query('SELECT * FROM Customer')
    expect(JSON.parse(JSON.stringify(events))).toEqual(events)
  })
})

describe('a token host that quotes what it was sent, in whatever spelling', () => {
  const json64 = (text: string): string => JSON.stringify(text).replaceAll('/', '\\/').slice(1, -1)
  const quotes: Record<string, (sent: string) => string> = {
    'as it came': (sent) => sent,
    'percent-encoded': encodeURIComponent,
    'in base64': (sent) => Buffer.from(sent).toString('base64'),
    'in base64url': (sent) => Buffer.from(sent).toString('base64url'),
    'with slashes escaped': json64,
  }
  const secret = fc.stringMatching(/^[\w.~+/=-]{12,60}$/)

  test.each(Object.entries(quotes))('%s', async (_name, spell) => {
    await fc.assert(
      fc.asyncProperty(
        secret,
        secret,
        fc.constantFrom(400, 401, 403, 500),
        async (clientSecret, token, status) => {
          const sent: string[] = []
          const quoting: typeof fetch = async (input) => {
            const request = input as Request
            const basic = String(request.headers.get('authorization'))
            const body = await request.text()
            const form = new URLSearchParams(body)
            sent.push(basic.slice('Basic '.length), form.get('refresh_token') ?? '', clientSecret)
            const said = [basic, ...sent, body].map(spell).join(' | ')
            return Response.json({ error: `invalid_request ${said}`, error_description: said }, { status })
          }
          const { client, events } = connect(
            { url: 'http://127.0.0.1:9' },
            { clientSecret, seedRefreshToken: token, fetch: quoting, retries: 0 },
          )
          const error: unknown = await client.companyInfo().catch((caught: unknown) => caught)
          const shown = [error, events].map(loudest).join('\n')
          expect(error).toMatchObject({ name: 'QboError' })
          for (const each of sent) {
            expect(shown).not.toContain(each)
            expect(shown).not.toContain(spell(each))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
