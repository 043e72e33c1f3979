import type { ObservedRequest } from './fault/fault-queue.js'

/** A call that was answered. */
export interface LoggedRequest extends ObservedRequest {
  /** Which host it went to. Only `api` calls are metered by Intuit. */
  readonly host: 'api' | 'oauth'
  /** Epoch milliseconds of its arrival, by the simulator's clock. */
  readonly at: number
  /** Epoch milliseconds of its answer, by the simulator's clock. */
  readonly answeredAt: number
  /** HTTP status; 0 when the connection broke or fell silent instead. */
  readonly status: number
}
