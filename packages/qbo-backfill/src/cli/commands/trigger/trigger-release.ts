import { withDatabase } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { triggerFields } from './trigger-view.js'

export const run: Command = async ({ given }) => {
  const [id = ''] = given.operands
  return withDatabase(given, async (database) => {
    const trigger = await createTriggers({ db: database.db }).release(id)
    return {
      exitCode: 0,
      event: { type: 'trigger.completed', trigger: triggerFields(trigger) },
      text: {
        en: `Trigger ${trigger.id} can be claimed again.\n`,
        es: `El disparador ${trigger.id} se puede tomar de nuevo.\n`,
      }[given.language],
    }
  })
}
