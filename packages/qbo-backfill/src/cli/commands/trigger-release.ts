import { BackfillError } from '../../errors.js'
import { openDatabase } from '../../store/open-database.js'
import { createTriggers } from '../../trigger/triggers.js'
import { readDatabaseUrl } from '../connection.js'
import type { Subcommand } from '../grouped-command.js'
import { triggerFields } from './trigger-view.js'

export const triggerRelease: Subcommand = {
  flags: { values: [], switches: [] },
  takesOperands: true,
  async run({ given }) {
    const [id, ...more] = given.operands
    if (id === undefined || more.length > 0) {
      throw new BackfillError(
        'BACKFILL_INVALID_OPTIONS',
        'Name one trigger: qbo-backfill trigger release ID. The IDs are in: qbo-backfill trigger list',
      )
    }
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
