import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { memoryTokenStore } from '../../src/auth/memory-token-store.js'
import { createOAuthClient } from '../../src/auth/oauth-client.js'
import { discoverEndpoints } from '../../src/auth/discovery.js'
import { connect, grant, realmId, rows } from '../support/client.js'
import { isTokenRequest, startServer } from '../support/http-server.js'

const mebibyte = 1_048_576

/** An answer that never ends, and how much of it was asked for. */
function endlessAnswer(
  status: number,
  chunk: string,
): { readonly answer: () => Response; readonly bytes: () => number } {
  const bytes = Buffer.from(chunk)
  let pulled = 0
  return {
    bytes: () => pulled,
    answer: () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += bytes.length
            controller.enqueue(bytes)
          },
        }),
        { status },
      ),
  }
}

/** Some KB of gzip that become so many MB of JSON: members one after the other. */
function bomb(megabytes: number): Buffer {
  const spaces = gzipSync(Buffer.alloc(mebibyte, ' '))
  return Buffer.concat([
    gzipSync('{"QueryResponse":{'),
    ...Array.from({ length: megabytes }, () => spaces),
    gzipSync('"Customer":[]}}'),
  ])
}

const fromToken = (input: unknown): boolean => (input as Request).url.endsWith('/token')

describe('an answer that never ends', () => {
  test.each([
    [200, 130, 'QBO_ANSWER_TOO_LARGE', false],
    [500, 2, 'QBO_SERVER_ERROR', true],
    [400, 2, 'QBO_FAULT', false],
    [302, 2, 'QBO_UNEXPECTED_RESPONSE', false],
  ])('with HTTP %i of the API is read for less than %i MiB', async (status, most, code, retryable) => {
    const server = await startServer(() => grant())
    const endless = endlessAnswer(status, 'x'.repeat(mebibyte / 2))
    const { client } = connect(server, {
      retries: 0,
      fetch: async (input, init) => (fromToken(input) ? fetch(input, init) : endless.answer()),
    })
    await expect(client.query('SELECT * FROM Customer')).rejects.toMatchObject({ code, retryable })
    expect(endless.bytes()).toBeLessThanOrEqual(most * mebibyte)
  })

  test.each([200, 400, 503])('with HTTP %i of the token host is read for less than 2 MiB', async (status) => {
    const endless = endlessAnswer(status, '{"error":"x"}'.repeat(4096))
    const { client } = connect(
      { url: 'http://127.0.0.1:9' },
      { retries: 0, fetch: async () => endless.answer() },
    )
    await expect(client.companyInfo()).rejects.toMatchObject({ code: 'QBO_REFRESH_FAILED', retryable: true })
    expect(endless.bytes()).toBeLessThan(2 * mebibyte)
  })

  test('of the discovery document gives way to what is built in', async () => {
    const endless = endlessAnswer(200, ' '.repeat(65_536))
    const endpoints = await discoverEndpoints({ environment: 'sandbox', fetch: async () => endless.answer() })
    expect(endpoints.source).toBe('built-in')
    expect(endless.bytes()).toBeLessThan(2 * mebibyte)
  })

  test('of a revocation leaves the tokens as they were', async () => {
    const endless = endlessAnswer(200, ' '.repeat(65_536))
    const tokenStore = memoryTokenStore()
    const key = { environment: 'sandbox', clientId: 'id', realmId } as const
    await tokenStore.withLock(key, async (locked) => locked.save({ refreshToken: 'RT1-stored' }), {})
    const oauth = createOAuthClient({
      environment: 'sandbox',
      clientId: 'id',
      clientSecret: 'secret',
      tokenStore,
      fetch: async () => endless.answer(),
    })
    await expect(oauth.revoke(realmId)).rejects.toMatchObject({ code: 'QBO_ANSWER_TOO_LARGE' })
    expect((await tokenStore.load(key))?.refreshToken).toBe('RT1-stored')
    expect(endless.bytes()).toBeLessThan(2 * mebibyte)
  })
})

describe('some KB of gzip that become hundreds of MB', () => {
  const encoded = { 'content-encoding': 'gzip' }

  test('are an error with a code, sent for once, and are not kept in memory', async () => {
    const body = bomb(700)
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant() : { body, headers: encoded },
    )
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5)
    await expect(connect(server).client.query('SELECT * FROM Customer')).rejects.toMatchObject({
      name: 'QboError',
      code: 'QBO_ANSWER_TOO_LARGE',
      retryable: false,
    })
    clearInterval(watch)
    expect(server.api).toHaveLength(1)
    expect((most - before) / mebibyte).toBeLessThan(400)
  })

  test('are asked for at half the size where they are a page', async () => {
    const body = bomb(130)
    const server = await startServer((request) => {
      if (isTokenRequest(request)) return grant()
      const statement = request.query.get('query') ?? ''
      if (statement.includes('MAXRESULTS 1000')) return { body, headers: encoded }
      return statement.includes('STARTPOSITION 1 ') ? rows('Customer', [{ Id: '1' }]) : rows('Customer', [])
    })
    const ids: string[] = []
    for await (const { records } of connect(server).client.pages({ entity: 'Customer' }))
      ids.push(...records.map(({ Id }) => Id))
    expect(ids).toEqual(['1'])
    const sizes = server.api.map((request) => /MAXRESULTS (\d+)/.exec(request.query.get('query') ?? '')?.[1])
    expect(sizes.slice(0, 2)).toEqual(['1000', '500'])
  })
})
