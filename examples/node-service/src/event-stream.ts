import type { FastifyReply } from 'fastify'
import type { BackfillState } from './backfill-state.ts'
import type { Backfills } from './backfills.ts'

/** Proxies close what is silent for a minute or less. */
const heartbeatMs = 15_000

/**
 * Answers with server-sent events: first the last state of each company, then each new one. Returns when the client
 * has gone or the service stops; the backfills go on without a listener.
 */
export function streamStates(reply: FastifyReply, backfills: Backfills, closing: AbortSignal): void {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would hold the events back.
    'x-accel-buffering': 'no',
  })
  // Each state replaces the one before, so for a client that reads slowly only the newest of each company is kept.
  const waiting = new Map<string, BackfillState>()
  const flush = (): void => {
    for (const [realmId, state] of waiting) {
      if (raw.writableNeedDrain) return
      waiting.delete(realmId)
      raw.write(`data: ${JSON.stringify(state)}\n\n`)
    }
  }
  const send = (state: BackfillState): void => {
    waiting.set(state.realmId, state)
    flush()
  }
  const unsubscribe = backfills.subscribe(send)
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
  const end = (): void => void raw.end()
  raw.on('drain', flush)
  // A browser that vanishes between two events makes the next write fail; that is its business.
  raw.on('error', () => undefined)
  raw.on('close', () => {
    unsubscribe()
    clearInterval(heartbeat)
    closing.removeEventListener('abort', end)
  })
  closing.addEventListener('abort', end)
  raw.write('retry: 2000\n\n')
  for (const state of backfills.states()) send(state)
}
