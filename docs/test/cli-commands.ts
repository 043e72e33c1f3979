import { readdirSync } from 'node:fs'
import type { FlagTable } from '../../packages/qbo-backfill/src/cli/arguments.ts'
import type { Command } from '../../packages/qbo-backfill/src/cli/command.ts'
import type { Subcommand } from '../../packages/qbo-backfill/src/cli/grouped-command.ts'
import { root } from './page.ts'

/** A command as it is typed: `run`, `trigger add`. */
export interface CliCommand {
  readonly words: string
  readonly command: Command
  readonly flags: FlagTable
  readonly takesOperands: boolean
}

const directory = `${root}packages/qbo-backfill/src/cli/commands`

/** All commands, from their definitions: those of two words, each with the flags that it takes itself. */
export async function cliCommands(): Promise<readonly CliCommand[]> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.ts'))
  const exportsOf = new Map<string, readonly unknown[]>()
  for (const file of files) {
    const module = (await import(`${directory}/${file}`)) as Record<string, unknown>
    exportsOf.set(file.replace('.ts', ''), Object.values(module))
  }
  const commands = [...exportsOf.values()].flat().filter(isCommand)
  return commands.flatMap((command) => {
    if (command.subcommands === undefined)
      return [{ words: command.name, command, flags: command.flags, takesOperands: false }]
    return command.subcommands.map((word) => {
      const own = exportsOf.get(`${command.name}-${word}`)?.find(isSubcommand)
      return {
        words: `${command.name} ${word}`,
        command,
        flags: own?.flags ?? command.flags,
        takesOperands: own?.takesOperands ?? false,
      }
    })
  })
}

function isCommand(value: unknown): value is Command {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'summary' in value && 'run' in value
  )
}

function isSubcommand(value: unknown): value is Subcommand {
  return typeof value === 'object' && value !== null && 'flags' in value && !('name' in value)
}
