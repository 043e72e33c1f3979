import { counted } from '../../../verdict/counted.js'
import { spanishCount } from '../../../report/words/spanish-page.js'
import { withDatabase } from '../../input/open-database.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Command } from '../command.js'
import { readRealm } from '../../input/realm.js'

export const run: Command = async ({ given }) => {
  const realmId = readRealm(given)
  return withDatabase(given, async (database) => {
    const removed = await createTriggers({ db: database.db }).prune({ realmId })
    return {
      exitCode: 0,
      event: { type: 'trigger.completed', removed },
      text: {
        en: `${counted(removed, 'completed or failed trigger')} removed.\n`,
        es: `${spanishCount(removed, 'disparador completado o fallido eliminado', 'disparadores completados o fallidos eliminados')}.\n`,
      }[given.language],
    }
  })
}
