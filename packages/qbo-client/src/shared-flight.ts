import { raceAbort } from './race-abort.js'

interface Flight<T> {
  readonly promise: Promise<T>
  readonly abandon: AbortController
  waiting: number
}

/**
 * Lets everybody who asks meanwhile share one piece of work. One who gives up leaves at once; when the last has
 * left, the work is told so by its signal, and the next to ask starts anew.
 */
export function createSharedFlight<T>(
  start: (abandoned: AbortSignal) => Promise<T>,
): (signal?: AbortSignal) => Promise<T> {
  let flight: Flight<T> | undefined
  return async (signal) => {
    signal?.throwIfAborted()
    flight ??= takeOff(start)
    const joined = flight
    joined.waiting += 1
    try {
      return await raceAbort(joined.promise, signal)
    } finally {
      joined.waiting -= 1
      if (joined.waiting === 0) {
        joined.abandon.abort()
        if (flight === joined) flight = undefined
      }
    }
  }
}

function takeOff<T>(start: (abandoned: AbortSignal) => Promise<T>): Flight<T> {
  const abandon = new AbortController()
  const promise = start(abandon.signal)
  // When all have left, nobody is there to hear of a failure.
  promise.catch(() => undefined)
  return { promise, abandon, waiting: 0 }
}
