import type { BackfillEvent, BackfillEventBody } from '../events.js'

export interface Emitter {
  readonly emit: (body: BackfillEventBody) => void
  /** From now on events carry the run that they belong to. */
  readonly setRunId: (runId: string) => void
}

/** Puts events in their envelope. A listener that throws is warned about once and does not stop the run. */
export function createEmitter(listener: ((event: BackfillEvent) => void) | undefined): Emitter {
  let seq = 0
  let runId: string | undefined
  let warned = false
  return {
    setRunId: (id) => {
      runId = id
    },
    emit(body) {
      if (listener === undefined) return
      seq += 1
      try {
        listener({
          v: 1,
          seq,
          at: new Date().toISOString(),
          ...(runId === undefined ? {} : { runId }),
          ...body,
        })
      } catch (error) {
        if (!warned)
          process.emitWarning(`onEvent threw, and the run goes on: ${String(error)}`, 'QboBackfillWarning')
        warned = true
      }
    },
  }
}
