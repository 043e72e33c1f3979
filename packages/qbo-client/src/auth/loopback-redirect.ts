import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { QboError, isQboError } from '../errors.js'
import { checkOptions } from '../invalid-options.js'
import { textOption } from '../option-schemas.js'
import { raceAbort } from '../race-abort.js'
import type { RequestOptions } from '../request-options.js'
import { parseRedirect } from './authorization.js'
import type { AuthorizationRedirect } from './authorization.js'

/** Options of {@link listenForRedirect}. */
export interface LoopbackOptions {
  /** What `createState()` made and the authorization URL carries; a redirect with another one is refused. */
  readonly state: string
  /** The port of the registered redirect; 0 takes a free one. */
  readonly port: number
  /** @defaultValue '/callback' */
  readonly path?: string | undefined
  /** What the browser shows; its text is plain. In English where it is left out. */
  readonly page?: ((outcome: RedirectOutcome) => string) | undefined
}

/** How a redirect ended: the company gave its consent, the login was over already, or the redirect cannot be used. */
export type RedirectOutcome = 'consented' | 'over' | QboError

/** A server on loopback that waits for one redirect. */
export interface LoopbackRedirect {
  /** Give it to {@link buildAuthorizationUrl}. Intuit allows localhost to development keys only. */
  readonly redirectUri: string
  /** What the redirect brought. @throws {QboError} QBO_AUTHORIZATION_FAILED */
  wait(options?: RequestOptions): Promise<AuthorizationRedirect>
  /** Stops listening; a wait that is under way rejects. */
  close(): Promise<void>
}

const schema = z.strictObject({
  state: textOption,
  port: z.number().int().min(0).max(65_535),
  path: z.string().startsWith('/').optional(),
  page: z.custom<(outcome: RedirectOutcome) => string>((value) => typeof value === 'function').optional(),
})

/** How long a page that is being sent may still take. */
const closeAfterMs = 1_000

/**
 * Listens on loopback only. No request, whatever it says, ends the wait but the redirect itself.
 * @throws {QboError} QBO_INVALID_OPTIONS; QBO_AUTHORIZATION_FAILED when the port is taken
 */
export async function listenForRedirect(options: LoopbackOptions): Promise<LoopbackRedirect> {
  checkOptions('listener for the redirect', schema, options)
  const { path = '/callback', page = englishPage } = options
  let settle:
    { resolve: (redirect: AuthorizationRedirect) => void; reject: (error: Error) => void } | undefined
  const redirected = new Promise<AuthorizationRedirect>((resolve, reject) => {
    settle = { resolve, reject }
  })
  redirected.catch(() => undefined)
  let isDone = false
  const server = createServer((request, response) => {
    const address = request.url ?? '/'
    if (request.method !== 'GET' || pathOf(address) !== path) {
      return answer(response, 404, 'Not found.')
    }
    if (isDone) return answer(response, 409, page('over'))
    try {
      const redirect = parseRedirect(address, options.state)
      isDone = true
      answer(response, 200, page('consented'))
      settle?.resolve(redirect)
    } catch (error) {
      answer(response, 400, isQboError(error) ? page(error) : 'The redirect cannot be used.')
      // A redirect with a foreign state may be anybody's: the login goes on waiting for its own.
      if (!hasState(address, options.state)) return
      isDone = true
      settle?.reject(error as Error)
    }
  })
  await listen(server, options.port)
  return {
    redirectUri: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    wait: async ({ signal } = {}) => raceAbort(redirected, signal),
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // A connection that never asked anything, as browsers open to be quick, would hold the login for a minute.
        setTimeout(() => server.closeAllConnections(), closeAfterMs).unref()
      }),
  }
}

function englishPage(outcome: RedirectOutcome): string {
  if (outcome === 'consented') return 'QuickBooks has given its consent. You can close this page and go back.'
  return outcome === 'over' ? 'This login is over already. You can close this page.' : outcome.message
}

/** Undefined of what is no address: `//` is one of the things that any program and any web page can ask for. */
function pathOf(address: string): string | undefined {
  return URL.canParse(address, 'http://localhost') ? new URL(address, 'http://localhost').pathname : undefined
}

function hasState(address: string, state: string): boolean {
  return new URL(address, 'http://localhost').searchParams.get('state') === state
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(text)
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // Not once: a connection that cannot be accepted later is an error too, and must not end the process.
    server.on('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE' ? 'another program uses it' : (cause.code ?? 'it cannot be opened')
      const message = `The login cannot listen on port ${port}: ${reason}. Free it, or register a redirect with another.`
      reject(new QboError('QBO_AUTHORIZATION_FAILED', message, { cause }))
    })
    server.listen(port, 'localhost', resolve)
  })
}
