import type { QboClientEvent } from 'qbo-client'
import type { BackfillEventBody } from '../events.js'
import type { Source } from '../source/source.js'

/** Tells of what the client tells, as far as it is news of a run. Call the function returned to end it. */
export function forwardEvents(
  source: Pick<Source, 'subscribe'>,
  emit: (event: BackfillEventBody) => void,
): () => void {
  return source.subscribe((event) => forward(event, emit))
}

function forward(event: QboClientEvent, emit: (event: BackfillEventBody) => void): void {
  switch (event.type) {
    case 'request.retried':
      emit({
        type: 'request.retried',
        entity: event.entity,
        attempt: event.attempt,
        waitMs: event.waitMs,
        code: event.code,
      })
      break
    case 'throttle.waited':
      // The steady pace of the limiter is no news.
      if (event.waitMs >= 1000) emit({ type: 'throttle.waited', waitMs: event.waitMs })
      break
    case 'token.refreshed':
      emit({ type: 'token.refreshed', expiresAt: event.expiresAt, rotated: event.rotated })
      break
    case 'request.completed':
    case 'request.failed':
    case 'request.aborted':
      break
  }
}
