import type { Command } from '../command.js'
import { groupedCommand } from '../grouped-command.js'
import { triggerAdd } from './trigger-add.js'
import { triggerList } from './trigger-list.js'
import { triggerPrune } from './trigger-prune.js'
import { triggerRelease } from './trigger-release.js'
import { triggerRunDue } from './trigger-run-due.js'

export const triggerCommand: Command = groupedCommand({
  name: 'trigger',
  summary: 'store a run for an instant (add), see them (list), run what is due (run-due), once each',
  operands: 'ID',
  subcommands: {
    add: triggerAdd,
    list: triggerList,
    'run-due': triggerRunDue,
    release: triggerRelease,
    prune: triggerPrune,
  },
})
