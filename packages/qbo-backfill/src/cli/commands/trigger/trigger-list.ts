import { openDatabase, readDatabaseUrl } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { readRealm } from '../../input/realm.js'
import { triggerFields, triggerTable } from './trigger-view.js'
import { fitList } from '../../output/terminal-event.js'

export const triggerList: Command = {
  async run({ given, note }) {
    const realmId = readRealm(given)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const triggers = await createTriggers({ db: database.db }).list({ realmId })
      const fields = triggers.map(triggerFields)
      for (const each of fields) note('trigger.listed', each, '')
      const { fitted, shortened } = fitList(fields)
      return {
        exitCode: 0,
        event: { type: 'trigger.completed', total: triggers.length, shortened, triggers: fitted },
        text: triggers.length === 0 ? `No triggers of realm ${realmId}.\n` : triggerTable(triggers),
      }
    } finally {
      await database.close()
    }
  },
}
