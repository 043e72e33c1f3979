import type { Command, CommandContext, CommandOutcome } from '../command.js'
import { login } from './auth-login.js'
import { revoke } from './auth-revoke.js'
import { status } from './auth-status.js'

const actions: Readonly<Record<string, (context: CommandContext) => Promise<CommandOutcome>>> = {
  login,
  status,
  revoke,
}

export const authCommand: Command = {
  name: 'auth',
  summary: 'connect a company (login), tell how long that holds (status), end it (revoke)',
  flags: { values: ['redirect-uri'], switches: [] },
  subcommands: Object.keys(actions),
  async run(context) {
    // readArguments has refused every other word.
    return (actions[context.given.subcommand] as typeof login)(context)
  },
}
