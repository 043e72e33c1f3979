import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, startServer } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'

describe('the timeout covers the answer to its last byte', () => {
  test.each<[string, Reply]>([
    ['no answer at all', { hang: true }],
    [
      'headers and half a body',
      { stall: true, body: JSON.stringify({ QueryResponse: { Customer: [{ Id: '1' }] } }) },
    ],
  ])('%s', async (_name, reply) => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : reply))
    const { client } = connect(server, { timeoutMs: 400, retries: 1 })
    await expect(client.query('SELECT * FROM Customer')).rejects.toMatchObject({
      code: 'QBO_TIMEOUT',
      retryable: true,
    })
    expect(server.api).toHaveLength(2)
  })
})

test('an injected fetch that heeds no signal is timed out all the same', async () => {
  const server = await startServer(() => grant())
  const deaf: typeof fetch = async (input) =>
    (input as Request).url.endsWith('/token') ? fetch(input) : new Promise<Response>(() => undefined)
  const { client } = connect(server, { fetch: deaf, timeoutMs: 1000, retries: 0 })
  await expect(client.query('SELECT * FROM Customer')).rejects.toMatchObject({ code: 'QBO_TIMEOUT' })
})

test('why a connection failed is said, also where fetch has another Error than we', async () => {
  const server = await startServer(() => grant())
  const refused: unknown = runInNewContext(
    'new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) })',
  )
  const broken: typeof fetch = async (input) =>
    (input as Request).url.endsWith('/token') ? fetch(input) : Promise.reject(refused)
  const { client } = connect(server, { fetch: broken, retries: 0 })
  await expect(client.query('SELECT * FROM Customer')).rejects.toMatchObject({
    code: 'QBO_NETWORK',
    message: expect.stringContaining('(ECONNREFUSED)'),
  })
})

describe('the signal', () => {
  test.each<[string, Reply]>([
    ['while the server thinks', { hang: true }],
    [
      'in the middle of the body',
      { stall: true, body: JSON.stringify({ QueryResponse: { Customer: [{ Id: '1' }] } }) },
    ],
  ])('ends a request %s with the reason untouched', async (_name, reply) => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : reply))
    const { client, events } = connect(server)
    const controller = new AbortController()
    const reason = new Error('the person pressed Ctrl-C')
    const call = client.count({ entity: 'Customer' }, { signal: controller.signal })
    await expect.poll(() => server.api.length).toBe(1)
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    const calls = events.filter((event) => 'kind' in event && event.kind !== 'token')
    expect(calls).toMatchObject([{ type: 'request.aborted', kind: 'count', entity: 'Customer' }])
  })

  test('ends the wait before a retry', async () => {
    const controller = new AbortController()
    const reason = Symbol('stop')
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : { status: 503 }))
    const { client } = connect(server, {
      onEvent: (event) => {
        if (event.type === 'request.retried') controller.abort(reason)
      },
    })
    await expect(client.query('SELECT * FROM Item', { signal: controller.signal })).rejects.toBe(reason)
    expect(server.api).toHaveLength(1)
  })

  test('that is aborted already sends nothing', async () => {
    const server = await startServer(() => grant())
    const { client } = connect(server)
    await expect(client.companyInfo({ signal: AbortSignal.abort('before') })).rejects.toBe('before')
    expect(server.seen).toEqual([])
  })

  test('shared by many calls draws no warning of the process', async () => {
    const warnings: Error[] = []
    const listen = (warning: Error): unknown => warnings.push(warning)
    process.on('warning', listen)
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : rows('Item', [])))
    const { client } = connect(server, { rateLimit: false })
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 60 }, async () => client.query('SELECT * FROM Item', { signal })))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })
})

test('a redirect is refused and the token goes nowhere else', async () => {
  const other = await startServer(() => rows('Customer', []))
  const server = await startServer((request) =>
    isTokenRequest(request) ? grant() : { status: 302, headers: { location: `${other.url}/steal` } },
  )
  await expect(connect(server).client.query('SELECT * FROM Customer')).rejects.toMatchObject({
    code: 'QBO_UNEXPECTED_RESPONSE',
    retryable: false,
  })
  expect(other.seen).toEqual([])
})

test('a short statement goes as GET, encoded once; a long one as POST of application/text', async () => {
  const server = await startServer((request) => (isTokenRequest(request) ? grant() : rows('Customer', [])))
  const { client } = connect(server)
  await client
    .count({ entity: 'Customer', where: [{ field: 'DisplayName', operator: '=', value: "O'Brien" }] })
    .catch(() => undefined)
  expect(server.api[0]?.method).toBe('GET')
  expect(server.api[0]?.rawUrl).toContain('%20%27O%5C%27Brien%27')
  const long = `SELECT * FROM Customer WHERE DisplayName = '${'é'.repeat(1000)}'`
  await client.query(long)
  const posted = server.api.at(-1)
  expect(posted).toMatchObject({ method: 'POST', body: long })
  expect(posted?.headers['content-type']).toBe('application/text')
  expect([...(posted?.query.keys() ?? [])]).toEqual(['include', 'minorversion'])
})
