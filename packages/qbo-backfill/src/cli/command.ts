import type { BackfillEvent } from '../events.js'
import type { Arguments, FlagTable } from './arguments.js'

export interface CommandContext {
  readonly given: Arguments
  readonly signal: AbortSignal
  /** Whether a person watches: then commands draw, otherwise they print events. */
  readonly interactive: boolean
  /** Takes the events of a run as they happen; the last one is held back until everything is closed. */
  readonly onEvent: (event: BackfillEvent) => void
  /** Says what is no event of a run: a line of JSON to a host, the text to a person. */
  readonly note: (type: string, fields: Readonly<Record<string, unknown>>, text: string) => void
}

export interface CommandOutcome {
  readonly exitCode: number
  /** Fields of the terminal event. */
  readonly event: { readonly type: string } & Readonly<Record<string, unknown>>
  /** What a person reads at the end. */
  readonly text: string
}

export interface Command {
  readonly name: string
  readonly summary: string
  readonly flags: FlagTable
  /** Words of which one must follow the name: `trigger list`. */
  readonly subcommands?: readonly string[]
  /** What may follow those words, as help calls it: `ID`. Without it, further words are refused. */
  readonly operands?: string
  /** Resolves once all that the command opened is closed. */
  run(context: CommandContext): Promise<CommandOutcome>
}
