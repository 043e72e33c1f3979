import type { TokenStore } from './auth/token-store.js'
import type { QboEnvironment } from './environment.js'
import type { QboClientEvent } from './events.js'

/** The client's own limits, within Intuit's 500 a minute, 10 a second and 10 in flight for a realm. */
export interface RateLimitOptions {
  /** @defaultValue 490 */
  readonly perMinute?: number | undefined
  /** So many leave in any 1.2 seconds, so that no more arrive within one where the network stalls. @defaultValue 10 */
  readonly perSecond?: number | undefined
  /** Requests in flight at once. @defaultValue 10 */
  readonly concurrency?: number | undefined
}

/** Options of {@link createQboClient}. */
export interface QboClientOptions {
  /** Where the company is: it exists in `production` or in `sandbox`, never in both. */
  readonly environment: QboEnvironment
  /** The company's id: digits. */
  readonly realmId: string
  /** The app's key, from the Keys page of the Intuit developer portal; of the same environment. */
  readonly clientId: string
  /** Its secret, from the same page. It is sent to the token host alone, and is in no event and no error. */
  readonly clientSecret: string
  /** Where tokens live. Everybody who reads this company with this app must share it. */
  readonly tokenStore: TokenStore
  /**
   * A refresh token to start from. Used when the store is empty, or when the stored token was refused and this
   * one was never tried; otherwise the store wins. An empty string is no seed.
   */
  readonly seedRefreshToken?: string | undefined
  /** Another API host: https, or http on loopback. */
  readonly apiBaseUrl?: string | undefined
  /** Another token host: https, or http on loopback. */
  readonly tokenUrl?: string | undefined
  /** Told of every request, retry, wait and token refresh. What it throws becomes one process warning. */
  readonly onEvent?: ((event: QboClientEvent) => void) | undefined
  /**
   * Sends the requests, such as one that goes through a proxy: Node's heeds no HTTPS_PROXY by itself.
   * By default Node's.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Lower it where other apps share the realm. All clients of one host and realm in the process share the
   * counts. `false` lifts the limits, for benchmarks.
   */
  readonly rateLimit?: RateLimitOptions | false | undefined
  /**
   * How long the realm is left alone after a throttle fault that does not say how long, in milliseconds up to 120000;
   * also with `rateLimit: false`. Lower it in tests against a simulator. @defaultValue 60000
   */
  readonly throttlePauseMs?: number | undefined
  /** Until the last byte of an answer. @defaultValue 60000 */
  readonly timeoutMs?: number | undefined
  /** How often a request is sent again. @defaultValue 5 */
  readonly retries?: number | undefined
}
