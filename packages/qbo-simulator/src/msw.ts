import { http, type HttpHandler } from 'msw'
import { revokePath, tokenPath } from './oauth/oauth-endpoints.js'
import type { Simulator } from './simulator.js'

/** Options of the handlers for msw. */
export interface SimulatorHandlerOptions {
  /** @defaultValue 'https://quickbooks.api.intuit.com' */
  readonly apiBaseUrl?: string
  /** @defaultValue 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer' */
  readonly tokenUrl?: string
}

/** The simulator as handlers for `setupServer(...)` of msw: code under test keeps Intuit's own addresses. */
export function createSimulatorHandlers(
  simulator: Pick<Simulator, 'handle'>,
  options: SimulatorHandlerOptions = {},
): HttpHandler[] {
  const apiBaseUrl = options.apiBaseUrl ?? 'https://quickbooks.api.intuit.com'
  const tokenUrl = options.tokenUrl ?? `https://oauth.platform.intuit.com${tokenPath}`
  const answer = (request: Request, path?: string): Promise<Response> =>
    simulator.handle(path === undefined ? request : moveTo(request, path)).catch(asNetworkError)
  return [
    http.all(`${apiBaseUrl}/v3/*`, ({ request }) => answer(request)),
    http.all(tokenUrl, ({ request }) => answer(request, tokenPath)),
    http.post(`https://developer.api.intuit.com${revokePath}`, ({ request }) => answer(request)),
    http.get('https://developer.api.intuit.com/.well-known/*', ({ request }) => answer(request)),
  ]
}

/** The simulator answers by path; a token URL may have any. */
function moveTo(request: Request, path: string): Request {
  return new Request(new URL(path, request.url), request)
}

/** How msw is told that the connection broke. */
function asNetworkError(error: unknown): Response {
  if (error instanceof TypeError) return Response.error()
  throw error
}
