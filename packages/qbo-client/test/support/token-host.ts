import { memoryTokenStore } from '../../src/index.js'
import type { TokenStore } from '../../src/index.js'
import { grant, realmId, rows } from './client.js'
import { json } from './http-server.js'
import type { Reply, SeenRequest } from './http-server.js'

export const key = { environment: 'sandbox', clientId: 'client-id', realmId } as const
export const invalidGrant: Reply = json(
  { error: 'invalid_grant', error_description: 'Token invalid' },
  { status: 400 },
)
export const ok = (): Reply => rows('Customer', [{ Id: '1' }])
export const tokenOf = (request: SeenRequest): string =>
  new URLSearchParams(request.body).get('refresh_token') ?? ''

export function storeWith(set: Record<string, unknown>): TokenStore {
  const store = memoryTokenStore()
  void store.save(key, { refreshToken: 'RT1-stored', ...set })
  return store
}

/** A token host where only one refresh token lives; each refresh kills it and names the next. */
export function rotatingHost(first: string): (request: SeenRequest) => Reply {
  let alive = first
  let turn = 0
  return (request: SeenRequest): Reply => {
    if (tokenOf(request) !== alive) return invalidGrant
    turn += 1
    alive = `RT1-rotated-${turn}`
    return grant({ refresh_token: alive })
  }
}
