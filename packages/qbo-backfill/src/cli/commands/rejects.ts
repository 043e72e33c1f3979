import type { Command } from '../command.js'
import { groupedCommand } from '../grouped-command.js'
import { rejectsAcknowledge } from './rejects-acknowledge.js'
import { rejectsList } from './rejects-list.js'
import { rejectsReplay } from './rejects-replay.js'

export const rejectsCommand: Command = groupedCommand({
  name: 'rejects',
  summary:
    'records that could not be stored as they came: see them (list), accept them (acknowledge), retry (replay)',
  operands: 'ID …',
  subcommands: { list: rejectsList, acknowledge: rejectsAcknowledge, replay: rejectsReplay },
})
