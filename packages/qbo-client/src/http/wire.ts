import { subscribe } from 'node:diagnostics_channel'
import type { Clock } from '../clock.js'
import type { SlidingWindow } from './sliding-window.js'

/**
 * What leaves for one realm, and when. A request that has to make its connection first, which takes two or three times
 * the way to Intuit, arrives later than it was begun; those behind it, on connections that are there, do not.
 */
export interface Wire {
  /** From when on another request may be begun, so that no span of the window sees more of them leave than its limit. */
  next(window: SlidingWindow, now: number): number
  /** Somebody new sends to the realm: another process may have done so until now, as fast as it may, one call after the other. */
  join(): void
  /** A request is begun: the next one to the realm is believed to be it. */
  begin(): void
}

/** What has found no connection within so long, undici's own limit, finds none. */
const mostUnderWayMs = 10_000

/** How soon to look again for what waits for its connection. */
const lookAgainMs = 5

/** Between its turn and its request a call does not wait: there are more only where a fetch says nothing. */
const mostBegun = 10

interface Departure {
  /** When it left; of one that has not, or of which nobody tells it, when it was begun. */
  at: number
  /** Whether it has still to leave. */
  isUnderWay: boolean
}

/** What the requests of a realm are told to. */
interface Listener {
  created(request: object): void
  left(request: object): void
  failed(request: object): void
}

const listeners = new Map<string, Listener[]>()

/**
 * Watches the requests of Node's own fetch, or of undici's, to a realm, given as origin and company. Any other fetch
 * says nothing, and is believed to send at once. As many are watched as have begun: who sends to the realm beside the
 * limiter holds it back no longer than its own calls do.
 */
export function watchWire(realm: string, clock: Clock): Wire {
  listen()
  let joinedAt = -Infinity
  let departures: Departure[] = []
  let announced: readonly Departure[] = []
  const created = new WeakMap<object, Departure>()
  const settle = (request: object, leftAt: number | undefined): void => {
    const departure = created.get(request)
    if (departure?.isUnderWay !== true) return
    departure.isUnderWay = false
    departure.at = leftAt ?? departure.at
  }
  const listener: Listener = {
    created(request) {
      const [departure, ...others] = announced
      if (departure === undefined) return
      announced = others
      departure.isUnderWay = true
      created.set(request, departure)
    },
    left: (request) => settle(request, clock.monotonic()),
    failed: (request) => settle(request, undefined),
  }
  listeners.set(realm, [...(listeners.get(realm) ?? []), listener])
  return {
    next({ limit, spanMs }, now) {
      departures = departures.filter(
        ({ at, isUnderWay }) => at > now - (isUnderWay ? mostUnderWayMs : spanMs),
      )
      // One that is under way may leave at any later moment.
      const latest = departures.map(({ at, isUnderWay }) => (isUnderWay ? Infinity : at))
      const at = latest.toSorted((a, b) => b - a)[limit - 1] ?? -Infinity
      if (at === Infinity) return now + lookAgainMs
      const since = departures.filter(({ at }) => at >= joinedAt).length
      return Math.max(at + spanMs, joinedAt + (since * spanMs) / limit)
    },
    join() {
      joinedAt = clock.monotonic()
    },
    begin() {
      const departure = { at: clock.monotonic(), isUnderWay: false }
      departures.push(departure)
      announced = [...announced, departure].slice(-mostBegun)
    },
  }
}

let isListening = false

/** The channels are undici's, documented in its DiagnosticsChannel.md; Node's own fetch has them since 18. */
function listen(): void {
  if (isListening) return
  isListening = true
  const tell = (event: keyof Listener) => (message: unknown) => {
    const { request } = message as {
      readonly request: { readonly origin?: unknown; readonly path?: unknown }
    }
    const company = /\/v3\/company\/(\d+)\//.exec(String(request.path))?.[1]
    if (company === undefined) return
    for (const each of listeners.get(`${String(request.origin)} ${company}`) ?? []) each[event](request)
  }
  subscribe('undici:request:create', tell('created'))
  subscribe('undici:client:sendHeaders', tell('left'))
  subscribe('undici:request:error', tell('failed'))
}
