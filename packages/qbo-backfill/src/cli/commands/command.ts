import type { BackfillEvent } from '../../events.js'
import type { Arguments } from '../input/arguments.js'
import type { CommandOutcome } from '../output/output.js'

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

/** Resolves once all that the command opened is closed. */
export type Command = (context: CommandContext) => Promise<CommandOutcome>
