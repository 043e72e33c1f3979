import { openDatabase, readDatabaseUrl } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { triggerFields } from './trigger-view.js'

export const triggerRelease: Command = {
  async run({ given }) {
    const [id = ''] = given.operands
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const trigger = await createTriggers({ db: database.db }).release(id)
      return {
        exitCode: 0,
        event: { type: 'trigger.completed', trigger: triggerFields(trigger) },
        text: `Trigger ${trigger.id} can be claimed again.\n`,
      }
    } finally {
      await database.close()
    }
  },
}
