import { subscribe } from 'node:diagnostics_channel'
import type { Clock } from '../clock.js'
import { createStartTimes } from './sliding-window.js'

/**
 * What leaves for one realm, and when. A request that has to make its connection first, which takes two or three times
 * the way to Intuit, arrives later than it was begun; those behind it, on connections that are there, do not.
 */
export interface Wire {
  /** From when on another request may be begun, so that no second sees more than `limit` leave. */
  next(limit: number, now: number): number
}

const secondMs = 1_000

/** How soon to look again for what waits for its connection. */
const lookAgainMs = 5

const wires = new Map<string, Leaving>()

interface Leaving {
  created(request: object): void
  left(request: object): void
  failed(request: object): void
}

/**
 * Watches the requests of Node's own fetch, or of undici's, to a realm, given as origin and company. Any other fetch
 * says nothing, and is believed to send at once.
 */
export function watchWire(realm: string, clock: Clock): Wire {
  listen()
  const unsent = new Map<object, number>()
  const sent = createStartTimes()
  wires.set(realm, {
    created: (request) => void unsent.set(request, clock.monotonic()),
    left(request) {
      unsent.delete(request)
      sent.record(clock.monotonic())
    },
    failed: (request) => void unsent.delete(request),
  })
  return {
    next(limit, now) {
      // What has found no connection in a second holds nobody else back.
      for (const [request, at] of unsent) if (at <= now - secondMs) unsent.delete(request)
      const room = limit - unsent.size
      return room <= 0 ? now + lookAgainMs : sent.next([{ limit: room, spanMs: secondMs }])
    },
  }
}

let isListening = false

/** The channels are undici's, documented in its DiagnosticsChannel.md; Node's own fetch has them since 18. */
function listen(): void {
  if (isListening) return
  isListening = true
  const tell = (event: keyof Leaving) => (message: unknown) => {
    const { request } = message as {
      readonly request: { readonly origin?: unknown; readonly path?: unknown }
    }
    const company = /\/v3\/company\/(\d+)\//.exec(String(request.path))?.[1]
    if (company !== undefined) wires.get(`${String(request.origin)} ${company}`)?.[event](request)
  }
  subscribe('undici:request:create', tell('created'))
  subscribe('undici:client:sendHeaders', tell('left'))
  subscribe('undici:request:error', tell('failed'))
}
