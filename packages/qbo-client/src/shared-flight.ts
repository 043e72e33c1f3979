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
    const joined = (flight ??= takeOff(start, (landed) => {
      if (flight === landed) flight = undefined
    }))
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

function takeOff<T>(
  start: (abandoned: AbortSignal) => Promise<T>,
  onLanding: (flight: Flight<T>) => void,
): Flight<T> {
  const abandon = new AbortController()
  const flight: Flight<T> = { promise: start(abandon.signal), abandon, waiting: 0 }
  // Before anybody hears of the outcome: whoever asks again at once must not get the same failure again. And when all
  // have left, nobody is there to hear of one.
  const land = (): void => onLanding(flight)
  flight.promise.then(land, land)
  return flight
}
