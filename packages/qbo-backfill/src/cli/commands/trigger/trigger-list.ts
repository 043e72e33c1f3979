import { withDatabase } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { readRealm } from '../../input/realm.js'
import { triggerFields, triggerTable } from './trigger-view.js'

export const run: Command = async ({ given, note }) => {
  const realmId = readRealm(given)
  return withDatabase(given, async (database) => {
    const triggers = await createTriggers({ db: database.db }).list({ realmId })
    const fields = triggers.map(triggerFields)
    for (const each of fields) note('trigger.listed', each, '')
    return {
      exitCode: 0,
      event: { type: 'trigger.completed', total: triggers.length, triggers: fields },
      text: triggerTable(triggers, realmId, given.language),
    }
  })
}
