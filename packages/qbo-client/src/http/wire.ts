import { subscribe } from 'node:diagnostics_channel'
import type { Clock } from '../clock.js'
import { createStartTimes } from './sliding-window.js'

/**
 * What leaves for one realm, and when. A request that has to make its connection first, which takes two or three times
 * the way to Intuit, arrives later than it was begun; those behind it, on connections that are there, do not.
 */
export interface Wire {
  /** From when on another request may be begun, so that no second sees more than `limit` of them leave. */
  next(limit: number, now: number): number
  /** A request is begun: the next one to the realm is believed to be it. */
  begin(): void
}

const secondMs = 1_000

/** How soon to look again for what waits for its connection. */
const lookAgainMs = 5

/** Between its turn and its request a call does not wait: there are more only where a fetch says nothing. */
const mostBegun = 10

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
  let begun = 0
  const unsent = new Map<object, number>()
  const own = new WeakSet<object>()
  const sent = createStartTimes()
  const listener: Listener = {
    created(request) {
      if (begun === 0) return
      begun -= 1
      own.add(request)
      unsent.set(request, clock.monotonic())
    },
    left(request) {
      if (!own.delete(request)) return
      unsent.delete(request)
      sent.record(clock.monotonic())
    },
    failed: (request) => void unsent.delete(request),
  }
  listeners.set(realm, [...(listeners.get(realm) ?? []), listener])
  return {
    next(limit, now) {
      // What has found no connection in a second holds nobody else back.
      for (const [request, at] of unsent) if (at <= now - secondMs) unsent.delete(request)
      const room = limit - unsent.size
      return room <= 0 ? now + lookAgainMs : sent.next([{ limit: room, spanMs: secondMs }])
    },
    begin() {
      begun = Math.min(begun + 1, mostBegun)
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
