import type { Emit, QboClientEvent } from './events.js'

/** Hands each event to every listener; costs nothing when there is none. */
export interface EventHub {
  readonly emit: Emit
  readonly subscribe: (listener: Emit) => () => void
}

/** A listener that throws does not stop the work it listens to: that becomes one warning of the process. */
export function createEventHub(first: Emit | undefined): EventHub {
  const listeners = new Set<Emit>(first === undefined ? [] : [first])
  let warned = false
  const tell = (listener: Emit, event: QboClientEvent): void => {
    try {
      listener(event)
    } catch (error) {
      if (warned) return
      warned = true
      const reason = error instanceof Error ? error.message : 'no message'
      process.emitWarning(`A listener of qbo-client threw: ${reason}`, { code: 'QBO_LISTENER_THREW' })
    }
  }
  return {
    emit(event) {
      for (const listener of listeners) tell(listener, event)
    },
    subscribe(listener) {
      // A wrapper of its own: the same function may listen twice, and each stops alone.
      const entry: Emit = (event) => listener(event)
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
  }
}
