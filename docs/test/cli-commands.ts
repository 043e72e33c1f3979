import { commands, type CommandEntry } from '../../packages/qbo-backfill/src/cli/commands.js'
import { readCommandLine } from '../../packages/qbo-backfill/src/cli/command-line.js'
import type { Command } from '../../packages/qbo-backfill/src/cli/commands/command.js'
import type { Arguments } from '../../packages/qbo-backfill/src/cli/input/arguments.js'

/** All commands, from their own table. */
export const cliCommands: readonly CommandEntry[] = commands

/** The command that a line stands for, with what is given to it. */
export function readLine(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly load: () => Promise<Command>; readonly given: Arguments } {
  const asked = readCommandLine(words, env)
  if ('text' in asked) throw new Error(`${words.join(' ')} is help, and no command.`)
  return asked
}
