import { withDatabase } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { readRealm } from '../../input/realm.js'
import { triggerFields, triggerTable } from './trigger-view.js'
import { fitList } from '../../output/terminal-event.js'

export const run: Command = async ({ given, note }) => {
  const realmId = readRealm(given)
  return withDatabase(given, async (database) => {
    const triggers = await createTriggers({ db: database.db }).list({ realmId })
    const fields = triggers.map(triggerFields)
    for (const each of fields) note('trigger.listed', each, '')
    const { fitted, shortened } = fitList(fields)
    return {
      exitCode: 0,
      event: { type: 'trigger.completed', total: triggers.length, shortened, triggers: fitted },
      text: triggerTable(triggers, realmId, given.language),
    }
  })
}
