import type { EntityName } from './entity-name.js'
import type { QboErrorCode } from './errors.js'

/** What a request is for. */
export type QboRequestKind = 'query' | 'count' | 'cdc' | 'read' | 'report' | 'token'

/** An answer came and was understood. One event per HTTP attempt. */
export interface RequestCompletedEvent {
  /** An answer came and was understood. */
  readonly type: 'request.completed'
  /** Counts the requests of this client from 1; all attempts of a request share it. */
  readonly requestId: number
  /** What it was for. */
  readonly kind: QboRequestKind
  /** What was asked for, where it is of one entity. */
  readonly entity?: EntityName
  /** The HTTP status. */
  readonly status: number
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number
  /** Whether Intuit counts this attempt against the month: every 2xx of the API, none of the token host. */
  readonly metered: boolean
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
}

/** An attempt failed. `metered` may still be true: a fault inside HTTP 200 is paid for. */
export interface RequestFailedEvent {
  /** An attempt failed. */
  readonly type: 'request.failed'
  /** Counts the requests of this client from 1; all attempts of a request share it. */
  readonly requestId: number
  /** What it was for. */
  readonly kind: QboRequestKind
  /** What was asked for, where it is of one entity. */
  readonly entity?: EntityName
  /** The HTTP status; absent where no answer came. */
  readonly status?: number
  /** What went wrong. */
  readonly code: QboErrorCode
  /** The first code that QuickBooks gave, such as 4002. */
  readonly faultCode?: string
  /** 1 for the first time that it was sent. */
  readonly attempt: number
  /** Whether it will be sent again. */
  readonly willRetry: boolean
  /** From sending to the failure, in milliseconds. */
  readonly durationMs: number
  /** Whether Intuit counts it against the month: it counts every 2xx of the API. */
  readonly metered: boolean
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
}

/** An attempt was sent, and its caller's signal ended it before an answer: whether Intuit counts it, nobody knows. */
export interface RequestAbortedEvent {
  /** An attempt was sent and ended by its caller's signal. */
  readonly type: 'request.aborted'
  /** Counts the requests of this client from 1; all attempts of a request share it. */
  readonly requestId: number
  /** What it was for. */
  readonly kind: QboRequestKind
  /** What was asked for, where it is of one entity. */
  readonly entity?: EntityName
  /** From sending to the abort, in milliseconds. */
  readonly durationMs: number
}

/** The client waits `waitMs` and then sends the request again. */
export interface RequestRetriedEvent {
  /** A request will be sent again. */
  readonly type: 'request.retried'
  /** Counts the requests of this client from 1; all attempts of a request share it. */
  readonly requestId: number
  /** What it is for. */
  readonly kind: QboRequestKind
  /** What is asked for, where it is of one entity. */
  readonly entity?: EntityName
  /** The number of the attempt that failed. */
  readonly attempt: number
  /** How long it waits before that, in milliseconds. */
  readonly waitMs: number
  /** Why. */
  readonly code: QboErrorCode
}

/** The limiter held a request back for `waitMs`. */
export interface ThrottleWaitedEvent {
  /** The limiter held a request back. */
  readonly type: 'throttle.waited'
  /** Which: counts the requests of this client from 1. */
  readonly requestId: number
  /** How long, in milliseconds. */
  readonly waitMs: number
}

/** The token host gave new tokens and the store has kept them. Instants only, never a token. */
export interface TokenRefreshedEvent {
  /** New tokens are stored. */
  readonly type: 'token.refreshed'
  /** When the access token expires: an ISO instant. */
  readonly expiresAt?: string
  /** When the refresh token expires if it is not used: an ISO instant. */
  readonly refreshTokenExpiresAt?: string
  /** When a person must consent again, whatever is done: an ISO instant. */
  readonly refreshTokenHardExpiresAt?: string
  /** Whether the refresh token has a new value. */
  readonly rotated: boolean
}

/** Everything the client tells of itself: plain JSON, no secret in it. */
export type QboClientEvent =
  | RequestCompletedEvent
  | RequestFailedEvent
  | RequestAbortedEvent
  | RequestRetriedEvent
  | ThrottleWaitedEvent
  | TokenRefreshedEvent

/** Hands an event to whoever listens. */
export type Emit = (event: QboClientEvent) => void
