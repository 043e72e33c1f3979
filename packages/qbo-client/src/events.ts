import type { QboErrorCode } from './errors.js'

/** What a request is for. */
export type QboRequestKind = 'query' | 'count' | 'cdc' | 'read' | 'token'

/** An answer came and was understood. One event per HTTP attempt. */
export interface RequestCompletedEvent {
  readonly type: 'request.completed'
  /** Counts the requests of this client from 1; all attempts of a request share it. */
  readonly requestId: number
  readonly kind: QboRequestKind
  readonly entity?: string
  readonly status: number
  readonly durationMs: number
  /** Whether Intuit counts this attempt against the month: every 2xx of the API, none of the token host. */
  readonly metered: boolean
  readonly intuitTid?: string
}

/** An attempt failed. `metered` may still be true: a fault inside HTTP 200 is paid for. */
export interface RequestFailedEvent {
  readonly type: 'request.failed'
  readonly requestId: number
  readonly kind: QboRequestKind
  readonly entity?: string
  readonly status?: number
  readonly code: QboErrorCode
  /** The first code that QuickBooks gave, such as 4002. */
  readonly faultCode?: string
  readonly attempt: number
  readonly willRetry: boolean
  readonly durationMs: number
  readonly metered: boolean
  readonly intuitTid?: string
}

/** The client waits `waitMs` and then sends the request again. */
export interface RequestRetriedEvent {
  readonly type: 'request.retried'
  readonly requestId: number
  readonly kind: QboRequestKind
  readonly entity?: string
  /** The number of the attempt that failed. */
  readonly attempt: number
  readonly waitMs: number
  readonly code: QboErrorCode
}

/** The limiter held a request back for `waitMs`. */
export interface ThrottleWaitedEvent {
  readonly type: 'throttle.waited'
  readonly requestId: number
  readonly waitMs: number
}

/** The token host gave new tokens and the store has kept them. Instants only, never a token. */
export interface TokenRefreshedEvent {
  readonly type: 'token.refreshed'
  readonly expiresAt?: string
  readonly refreshTokenExpiresAt?: string
  readonly refreshTokenHardExpiresAt?: string
  /** Whether the refresh token has a new value. */
  readonly rotated: boolean
}

/** Everything the client tells of itself: plain JSON, no secret in it. */
export type QboClientEvent =
  RequestCompletedEvent | RequestFailedEvent | RequestRetriedEvent | ThrottleWaitedEvent | TokenRefreshedEvent

/** Hands an event to whoever listens. */
export type Emit = (event: QboClientEvent) => void
