import type { Random } from '../random.js'
import { isTokenFaultKind, type ApiFaultKind, type FaultKind, type TokenFaultKind } from './fault-kind.js'

/** A call as faults, listeners and the log see it. */
export interface ObservedRequest {
  /** 1 for the first call to the data API; 0 for a call to the token host. */
  readonly number: number
  /** The HTTP method. */
  readonly method: string
  /** The path of the address, without its parameters. */
  readonly path: string
  /** The statement of a query, decoded; absent of other calls. */
  readonly statement?: string
  /** The entity of the statement, as it writes it; of CDC, the list of entities. */
  readonly entity?: string
}

/** Which calls a fault is for, as data: what all the given fields agree with. */
export interface FaultMatch {
  /** Calls about this entity only: `Invoice`. */
  readonly entity?: string
  /** Calls by this HTTP method only. */
  readonly method?: string
  /** Part of the path, such as `/cdc`. */
  readonly path?: string
  /** Part of the statement, in any case. */
  readonly statement?: string
}

/** A fault to inject, and which calls it hits. */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind
  /** How many calls it hits. @defaultValue 1; without end when `probability` is given */
  readonly times?: number
  /** Chance of each call that matches, by the simulator's seed. @defaultValue 1 */
  readonly probability?: number
  /** @defaultValue every call to the host that the fault is of */
  readonly match?: FaultMatch | ((request: ObservedRequest) => boolean)
  /**
   * HTTP status, where the field has seen more than one: `throttled` 429 or 403, `server-error` 500 or 400,
   * `maintenance` 503 or 200, `query-processing-error` 400 or 500, `forbidden` 403 or 500, `token-invalid-grant` 400 or 200.
   */
  readonly status?: number
  /**
   * Which of the three bodies of `token-invalid-grant`; they take turns by default. Which of the three forms of a report's no rows:
   * `{}`, `{"Row":null}`, `{"Row":[]}`.
   */
  readonly form?: 0 | 1 | 2
}

export type ApiFault = Fault & { readonly kind: ApiFaultKind }
export type TokenFault = Fault & { readonly kind: TokenFaultKind }

/** The injected faults that still wait for their call. The one injected first goes first. */
export interface FaultQueue {
  add(fault: Fault): () => void
  takeApi(request: ObservedRequest): ApiFault | undefined
  takeToken(request: ObservedRequest): TokenFault | undefined
}

export function createFaultQueue(random: Random): FaultQueue {
  const waiting: { readonly fault: Fault; left: number }[] = []

  function take(request: ObservedRequest, isToken: boolean): Fault | undefined {
    for (const entry of waiting) {
      const { fault } = entry
      if (isTokenFaultKind(fault.kind) !== isToken || !isFor(fault, request)) continue
      if (fault.probability !== undefined && !random.chance(fault.probability)) continue
      entry.left -= 1
      if (entry.left <= 0) waiting.splice(waiting.indexOf(entry), 1)
      return fault
    }
    return undefined
  }

  return {
    add(fault) {
      const left = fault.times ?? (fault.probability === undefined ? 1 : Infinity)
      const entry = { fault, left }
      if (left > 0) waiting.push(entry)
      return () => {
        const at = waiting.indexOf(entry)
        if (at >= 0) waiting.splice(at, 1)
      }
    },
    takeApi: (request) => take(request, false) as ApiFault | undefined,
    takeToken: (request) => take(request, true) as TokenFault | undefined,
  }
}

function isFor(fault: Fault, request: ObservedRequest): boolean {
  // A page can only be too long or too short where there is one.
  const isOfPages = fault.kind === 'over-return' || fault.kind === 'short-page'
  if (isOfPages && !/^\s*select\s+\*/i.test(request.statement ?? '')) return false
  if (fault.kind === 'undercount' && !/^\s*select\s+count/i.test(request.statement ?? '')) return false
  if (fault.kind.startsWith('report-') && !request.path.includes('/reports/')) return false
  const { match } = fault
  if (match === undefined) return true
  if (typeof match === 'function') return match(request)
  return (
    isPart(match.path, request.path) &&
    isPart(match.statement, request.statement) &&
    isEqual(match.method, request.method) &&
    isEqual(match.entity, request.entity)
  )
}

function isPart(wanted: string | undefined, found = ''): boolean {
  return wanted === undefined || found.toLowerCase().includes(wanted.toLowerCase())
}

function isEqual(wanted: string | undefined, found = ''): boolean {
  return wanted === undefined || found.toLowerCase() === wanted.toLowerCase()
}
