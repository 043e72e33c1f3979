import type { Command } from '../command.js'
import { groupedCommand } from '../grouped-command.js'
import { login } from './auth-login.js'
import { revoke } from './auth-revoke.js'
import { status } from './auth-status.js'

const noFlags = { values: [], switches: [] }

export const authCommand: Command = groupedCommand({
  name: 'auth',
  summary: 'connect a company (login), tell how long that holds (status), end it (revoke)',
  subcommands: {
    login: { flags: { values: ['redirect-uri'], switches: [] }, run: login },
    status: { flags: noFlags, run: status },
    revoke: { flags: noFlags, run: revoke },
  },
})
