import type { BackfillEvent } from '../events.js'
import type { CommandOutcome } from './command.js'
import { createProgressBar } from './progress-bar.js'

/** Where a command's words go: NDJSON for a host, a progress bar and a table for a person. */
export interface Output {
  readonly interactive: boolean
  readonly onEvent: (event: BackfillEvent) => void
  /** Anything that is not an event of a run, such as Node's warnings; a person reads it only if there is a text. */
  readonly note: (type: string, fields: Readonly<Record<string, unknown>>, text?: string) => void
  /** The last words. After them nothing is written to either stream. */
  finish(outcome: CommandOutcome): void
  fail(
    type: string,
    exitCode: number,
    error: Readonly<Record<string, unknown>> & { readonly message: string },
  ): void
}

const terminalTypes = new Set(['run.completed', 'run.failed', 'run.aborted'])

export function createOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, json: boolean): Output {
  const interactive = stdout.isTTY && !json
  const bar = interactive ? createProgressBar((text) => stdout.write(text)) : undefined
  let finished = false
  // The terminal event goes on where the events of the run stop.
  let last: Pick<BackfillEvent, 'seq' | 'runId'> | undefined
  const terminal = (): Readonly<Record<string, unknown>> => ({
    v: 1,
    ...(last === undefined ? {} : { seq: last.seq }),
    at: new Date().toISOString(),
    ...(last?.runId === undefined ? {} : { runId: last.runId }),
  })
  const line = (value: unknown): void => {
    if (!finished) stdout.write(`${JSON.stringify(value)}\n`)
  }
  return {
    interactive,
    onEvent(event) {
      last = event
      // The terminal event waits until everything is closed: see finish and fail.
      if (terminalTypes.has(event.type) || finished) return
      if (bar === undefined) line(event)
      else bar.draw(event)
    },
    note(type, fields, text) {
      if (bar === undefined) line({ v: 1, type, at: new Date().toISOString(), ...fields })
      else if (text !== undefined && !finished) {
        bar.clear()
        stdout.write(text)
      }
    },
    finish({ event, exitCode, text }) {
      bar?.clear()
      if (interactive) stdout.write(text)
      else line({ ...terminal(), ...event, exitCode })
      finished = true
    },
    fail(type, exitCode, error) {
      bar?.clear()
      if (!finished) stderr.write(`qbo-backfill: ${error.message}\n`)
      if (!interactive) line({ ...terminal(), type, exitCode, error })
      finished = true
    },
  }
}
