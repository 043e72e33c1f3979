import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as send } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli, runHere } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'
import { selfSign } from 'testkit/self-signed'

const run = ['run', '--entities', 'customers', '--from', '2022-01-01', '--to', '2025-01-01']
const password = 'hunter2-of-the-proxy'

interface SeenTunnel {
  readonly target: string | undefined
  readonly authorization: string | undefined
}

const host = hostOfEachTest({ seed: 5, customers: 20, items: 1, invoices: 1 }, serverDatabaseWithTables)
let folder: string
let tls: Server
let proxy: Server
let tunnels: SeenTunnel[]
const sockets = new Set<Socket>()

/** QuickBooks over TLS: what comes is handed to the simulator. */
function forward(request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '' } = request
  const onward = send(`${host.server.apiBaseUrl}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  })
  request.pipe(onward)
}

function portOf(of: Server): number {
  return (of.address() as AddressInfo).port
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qbo-proxy-'))
  const { key, cert } = selfSign(['quickbooks.test', 'tokens.test'])
  writeFileSync(join(folder, 'ca.pem'), cert)
  tls = createTlsServer({ key, cert }, forward)
  tunnels = []
  proxy = createServer((_, response) => response.writeHead(400).end())
  // Only the proxy knows where the hosts are: their names cannot be resolved.
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    tunnels.push({ target: request.url, authorization: request.headers['proxy-authorization'] })
    const onward = connect(portOf(tls), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    for (const each of [socket, onward]) sockets.add(each.on('error', () => undefined))
    onward.pipe(socket).pipe(onward)
  })
  await Promise.all(
    [tls, proxy].map((each) => new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))),
  )
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  for (const each of [tls, proxy]) {
    each.closeAllConnections()
    each.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

/** What a host behind a proxy sets, for a QuickBooks at these addresses. */
function environment(api: string, tokens: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...host.environment(),
    QBO_API_BASE_URL: api,
    QBO_TOKEN_URL: `${tokens}${new URL(host.server.tokenUrl).pathname}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    HTTPS_PROXY: `http://someone:${password}@127.0.0.1:${portOf(proxy)}`,
    ...more,
  }
}

const basic = `Basic ${Buffer.from(`someone:${password}`).toString('base64')}`

describe('HTTPS_PROXY', () => {
  test('is the way of API calls and of token calls, and nothing says its password', async () => {
    const env = environment('https://quickbooks.test', 'https://tokens.test')
    const result = await runCli(run, env)
    expect(result.stderr).toBe('')
    expect(result.exitCode).toBe(0)
    expect(new Set(tunnels.map(({ target }) => target))).toEqual(
      new Set(['quickbooks.test:443', 'tokens.test:443']),
    )
    expect(new Set(tunnels.map(({ authorization }) => authorization))).toEqual(new Set([basic]))
    const looked = await runCli(['doctor', '--json'], env)
    expect(looked.exitCode).toBe(0)
    expect(looked.events.at(-1)?.['findings']).toContainEqual({
      name: 'proxy',
      status: 'ok',
      message: `Calls over https go through http://127.0.0.1:${portOf(proxy)} (HTTPS_PROXY).`,
    })
    for (const text of [result.stdout, looked.stdout, looked.stderr]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(basic.slice('Basic '.length))
    }
  })

  test('is the way of logging in and out too', async () => {
    const env = environment('https://quickbooks.test', 'https://tokens.test')
    expect((await runCli(['doctor'], env)).exitCode).toBe(0)
    tunnels = []
    // The certificate is not Intuit's, so that the grant is not ended.
    expect((await runCli(['auth', 'revoke'], env)).exitCode).toBe(75)
    expect(tunnels.map(({ target }) => target)).toEqual(['tokens.test:443', 'developer.api.intuit.com:443'])
  })

  test('is not used for the hosts of NO_PROXY, which doctor names', async () => {
    const address = `https://127.0.0.1:${portOf(tls)}`
    const env = environment(address, address, { NO_PROXY: 'localhost,127.0.0.1' })
    expect((await runCli(run, env)).exitCode).toBe(0)
    expect(tunnels).toEqual([])
    const { stdout } = await runCli(['doctor', '--json'], env)
    expect(stdout).toContain('but for the hosts of NO_PROXY (localhost,127.0.0.1)')
  })

  test('is not used for plain http, which stays on this machine; nor is HTTP_PROXY', async () => {
    const plain = host.server.apiBaseUrl
    const env = environment(plain, new URL(host.server.tokenUrl).origin, { HTTP_PROXY: 'http://127.0.0.1:1' })
    expect((await runHere(run, env)).exitCode).toBe(0)
    expect(tunnels).toEqual([])
  })

  test.each(['socks5://someone:hunter2@h:1080', 'http://h:port-hunter2', 'http://hunter2@:@'])(
    'that cannot be one is refused without being quoted (%#)',
    async (address) => {
      const result = await runHere(
        run,
        environment('https://quickbooks.test', 'https://tokens.test', { HTTPS_PROXY: address }),
      )
      expect(result.exitCode).toBe(2)
      expect(result.stdout).toContain('HTTPS_PROXY is not the address of a proxy')
      expect(result.stdout + result.stderr).not.toContain('hunter2')
    },
  )
})

test('doctor says that HTTP_PROXY and ALL_PROXY are not the way to QuickBooks', async () => {
  const { stdout } = await runHere(['doctor', '--json'], {
    ...host.environment(),
    HTTP_PROXY: 'http://h:1',
    ALL_PROXY: 'http://h:1',
  })
  expect(stdout).toContain('No proxy is used, in spite of HTTP_PROXY and ALL_PROXY')
})
