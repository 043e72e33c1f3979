import type { Answer } from './answer.js'

/**
 * An answer as a Fetch response. A broken connection is a TypeError, as `fetch` itself would throw it; silence is a
 * promise or a body that ends only when the signal aborts.
 */
export async function buildResponse(answer: Answer, signal: AbortSignal): Promise<Response> {
  const { status, headers, body, transport } = answer
  if (transport === 'reset') throw connectionReset()
  if (transport === 'hang') return await untilAborted(signal)
  const isBodyless = status === 204 || status === 304
  const content = isBodyless ? null : transport === undefined ? body : brokenBody(answer, signal)
  return new Response(content, { status, headers })
}

function brokenBody({ body, transport }: Answer, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(body.slice(0, Math.floor(body.length / 2)))
      if (transport === 'hang-mid-body') onAbort(signal, () => controller.error(signal.reason))
    },
    pull(controller) {
      if (transport === 'reset-mid-body') controller.error(connectionReset())
      return transport === 'hang-mid-body' ? untilAborted(signal).catch(() => undefined) : undefined
    },
  })
}

function connectionReset(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause })
}

function untilAborted(signal: AbortSignal): Promise<never> {
  // The caller's own reason, untouched: that is what `fetch` rejects with.
  return new Promise((_, reject) => onAbort(signal, () => reject(signal.reason as Error)))
}

function onAbort(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then()
  else signal.addEventListener('abort', then, { once: true })
}
