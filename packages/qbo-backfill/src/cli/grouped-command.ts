import { BackfillError } from '../errors.js'
import type { FlagTable } from './arguments.js'
import type { Command, CommandContext, CommandOutcome } from './command.js'

/** What one second word does, with the flags that only it takes. */
export interface Subcommand {
  readonly flags: FlagTable
  /** Whether words may follow, such as an ID. */
  readonly takesOperands?: boolean
  run(context: CommandContext): Promise<CommandOutcome>
}

export interface CommandGroup {
  readonly name: string
  readonly summary: string
  /** What the words that follow are, as help calls them. */
  readonly operands?: string
  readonly subcommands: Readonly<Record<string, Subcommand>>
}

/** Makes one command of several that share their first word; each takes its own flags only. */
export function groupedCommand({ name, summary, operands, subcommands }: CommandGroup): Command {
  const tables = Object.values(subcommands).map((subcommand) => subcommand.flags)
  const all: FlagTable = {
    values: [...new Set(tables.flatMap((table) => table.values))],
    switches: [...new Set(tables.flatMap((table) => table.switches))],
  }
  return {
    name,
    summary,
    flags: all,
    subcommands: Object.keys(subcommands),
    ...(operands === undefined ? {} : { operands }),
    async run(context) {
      const { subcommand: word, flags, operands: words } = context.given
      const subcommand = subcommands[word] as Subcommand
      const own = [...subcommand.flags.values, ...subcommand.flags.switches]
      const foreign = flags.find(
        (flag) => !own.includes(flag) && [...all.values, ...all.switches].includes(flag),
      )
      if (foreign !== undefined) {
        const known = own.length === 0 ? '' : ` Known: ${own.map((flag) => `--${flag}`).join(' ')}`
        throw invalid(`Unknown option --${foreign} for "${name} ${word}".${known}`)
      }
      if (subcommand.takesOperands !== true && words[0] !== undefined)
        throw invalid(`"${words[0]}" is not expected after "${name} ${word}". Options start with --.`)
      return subcommand.run(context)
    },
  }
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
