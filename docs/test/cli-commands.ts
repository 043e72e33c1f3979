import { commands, type CommandEntry } from '../../packages/qbo-backfill/src/cli/commands.js'
import { readCommandLine, type Asked } from '../../packages/qbo-backfill/src/cli/command-line.js'

/** All commands, from their own table. */
export const cliCommands: readonly CommandEntry[] = commands

/** The command that a line stands for, with what is given to it. */
export function readLine(words: readonly string[], env: NodeJS.ProcessEnv): Exclude<Asked, { text: string }> {
  const asked = readCommandLine(words, env)
  if ('text' in asked) throw new Error(`${words.join(' ')} is help, and no command.`)
  return asked
}
