import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly rawUrl: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
  /** Says more than it sends, then breaks off. */
  readonly cutOff?: boolean
  /** Sends headers and half of the body, then nothing. */
  readonly stall?: boolean
  /** Never answers at all. */
  readonly hang?: boolean
  /** Breaks the connection. */
  readonly reset?: boolean
}

export interface TestServer {
  readonly url: string
  readonly seen: SeenRequest[]
  readonly token: SeenRequest[]
  readonly api: SeenRequest[]
}

/** A real server on a port of its own, gone with the test. */
export async function startServer(
  answer: (request: SeenRequest, index: number) => Reply | Promise<Reply>,
): Promise<TestServer> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const url = new URL(request.url ?? '/', 'http://localhost')
      const one = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        rawUrl: request.url ?? '',
      }
      seen.push(one)
      send(response, await answer(one, seen.length - 1))
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    get token() {
      return seen.filter(isTokenRequest)
    },
    get api() {
      return seen.filter((request) => !isTokenRequest(request))
    },
  }
}

export function isTokenRequest(request: SeenRequest): boolean {
  return request.path === '/token'
}

function send(response: ServerResponse, reply: Reply): void {
  const { status = 200, headers = {}, body = '' } = reply
  if (reply.hang === true) return
  if (reply.reset === true) {
    response.destroy()
    return
  }
  const type = { 'content-type': 'application/json;charset=UTF-8' }
  if (reply.cutOff === true || reply.stall === true) {
    response.writeHead(status, { ...type, ...headers, 'content-length': String(Buffer.byteLength(body)) })
    response.write(body.slice(0, Math.floor(body.length / 2)))
    if (reply.cutOff === true) setImmediate(() => response.destroy())
    return
  }
  response.writeHead(status, { ...type, ...headers })
  response.end(body)
}

export function json(value: unknown, more: Omit<Reply, 'body'> = {}): Reply {
  return { ...more, body: JSON.stringify(value) }
}
