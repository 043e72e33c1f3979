import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import { tokenPath } from '../oauth/oauth-endpoints.js'

/** Where the simulator listens. */
export interface ListenOptions {
  /** @defaultValue 0, any free port */
  readonly port?: number
  /** @defaultValue '127.0.0.1' */
  readonly host?: string
}

/** A simulator on the network. */
export interface SimulatorServer {
  /** Its own address: `http://127.0.0.1:PORT`. */
  readonly url: string
  /** For a client's base URL: in front of `/v3/company/…`. */
  readonly apiBaseUrl: string
  /** The address of its token host, for `QBO_TOKEN_URL` and `createQboClient`. */
  readonly tokenUrl: string
  /** Ends every connection, those that hang too. */
  readonly close: () => Promise<void>
}

/** Longer than a client keeps a connection for the next call, so that none is closed under a request. */
const keepAliveMs = 120_000

/** Serves the core on node:http. */
export async function listen(
  answerCall: (call: Call) => Promise<Answer>,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<SimulatorServer> {
  const server = createServer((request, response) => void serve(answerCall, request, response))
  server.keepAliveTimeout = keepAliveMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const url = `http://${shownHost}:${address.port}`
  return {
    url,
    apiBaseUrl: url,
    tokenUrl: url + tokenPath,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(
  answerCall: (call: Call) => Promise<Answer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  // The other side may vanish at any time; that is its business.
  response.on('error', () => undefined)
  try {
    const call = await readIncoming(request, gone.signal)
    send(response, await answerCall(call))
  } catch (error) {
    if (gone.signal.aborted) return
    const reason = error instanceof Error ? error.message : String(error)
    send(response, answer(500, 'text/plain;charset=utf-8', `The simulator failed: ${reason}`))
  }
}

async function readIncoming(request: IncomingMessage, signal: AbortSignal): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    method: request.method ?? 'GET',
    url: new URL(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`),
    header(name) {
      const value = request.headers[name.toLowerCase()]
      return Array.isArray(value) ? value[0] : value
    },
    body: Buffer.concat(chunks).toString('utf8'),
    signal,
  }
}

function send(response: ServerResponse, { status, headers, body, transport }: Answer): void {
  if (transport === 'hang') return
  if (transport === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  response.writeHead(status, { ...headers, 'content-length': body.length })
  if (transport === undefined) {
    response.end(body)
    return
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (transport === 'reset-mid-body') response.socket?.destroy()
  })
}
