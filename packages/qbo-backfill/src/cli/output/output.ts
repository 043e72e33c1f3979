import type { BackfillEvent } from '../../events.js'
import type { Language, Words } from '../words/language.js'
import { printable } from './printable.js'
import { createScreen, type Writable } from './screen.js'
import { nextAfter } from './next-step.js'
import { terminalLine } from './terminal-event.js'

/** Where a command's words go: NDJSON for a host, lines that redraw themselves and a table for a person. */
export interface Output {
  /** For what a host is told in words of its own. */
  readonly streams: { readonly stdout: Writable; readonly stderr: Writable }
  readonly interactive: boolean
  readonly onEvent: (event: BackfillEvent) => void
  /** Anything that is not an event of a run, such as Node's warnings; a person reads it only if there is a text. */
  readonly note: (type: string, fields: Readonly<Record<string, unknown>>, text?: string) => void
  /** What is neither an event nor its end: help. */
  say(text: string): void
  /** The last words. After them nothing is written to either stream. */
  finish(outcome: CommandOutcome): void
  fail(
    type: string,
    exitCode: number,
    error: Readonly<Record<string, unknown>> & { readonly message: string },
    told: ToldFailure,
  ): void
}

/** What a person is told; what a host reads is in one language. */
export interface ToldFailure {
  readonly words: Words
  /** As it was thrown: what comes next is decided by it. */
  readonly cause?: unknown
}

const terminalTypes = new Set(['run.completed', 'run.failed', 'run.aborted'])

export function createOutput(
  stdout: Writable,
  stderr: Writable,
  json: boolean,
  language: Language = 'en',
): Output {
  const interactive = stdout.isTTY === true && !json
  const screen = interactive ? createScreen(stdout, language) : undefined
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
  const lastLine = (fields: Readonly<Record<string, unknown>>): void => {
    if (!finished) stdout.write(terminalLine({ ...terminal(), ...fields }))
  }
  return {
    streams: { stdout, stderr },
    interactive,
    onEvent(event) {
      last = event
      // The terminal event waits until everything is closed: see finish and fail.
      if (terminalTypes.has(event.type) || finished) return
      if (screen === undefined) line(event)
      else screen.take(event)
    },
    note(type, fields, text) {
      if (screen === undefined) line({ v: 1, type, at: new Date().toISOString(), ...fields })
      else if (text !== undefined && !finished) screen.say(text)
    },
    say: (text) => stdout.write(text),
    finish({ event, exitCode, text }) {
      if (screen === undefined) lastLine({ ...event, exitCode })
      else screen.say(text)
      finished = true
    },
    fail(type, exitCode, error, { words, cause }) {
      screen?.say('')
      const next = nextAfter({ error: cause, exitCode, hasBegun: last !== undefined }, language)
      const code = typeof error['code'] === 'string' ? ` (${error['code']})` : ''
      const message = words[language]
      const told = `${message}${code}\n${next === undefined ? '' : `${next}\n`}`
      const text = `qbo-backfill: ${screen === undefined ? `${message}\n` : told}`
      if (!finished) stderr.write(screen === undefined ? printable(text) : screen.dress(text))
      if (screen === undefined) lastLine({ type, exitCode, error })
      finished = true
    },
  }
}

export interface CommandOutcome {
  readonly exitCode: number
  /** Fields of the terminal event. */
  readonly event: { readonly type: string } & Readonly<Record<string, unknown>>
  /** What a person reads at the end. */
  readonly text: string
}
