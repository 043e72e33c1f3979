import { openDatabase } from '../../store/open-database.js'
import { createTriggers } from '../../trigger/triggers.js'
import { readDatabaseUrl } from '../connection.js'
import type { Subcommand } from '../grouped-command.js'
import { readRealm } from '../realm.js'

export const triggerPrune: Subcommand = {
  flags: { values: [], switches: [] },
  async run({ given }) {
    const realmId = readRealm(given)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const removed = await createTriggers({ db: database.db }).prune({ realmId })
      return {
        exitCode: 0,
        event: { type: 'trigger.completed', removed },
        text: `${removed} completed or failed trigger(s) removed.\n`,
      }
    } finally {
      await database.close()
    }
  },
}
