import { counted } from '../../verdict/counted.js'
import { spanishCount } from '../../report/words/spanish-page.js'
import { pruneRuns } from '../../runs/prune-runs.js'
import { withDatabase } from '../input/open-database.js'
import type { Command } from './command.js'
import { readRealm } from '../input/realm.js'

export const run: Command = async ({ given }) => {
  const keep = given.number('keep-runs') ?? 0
  const realmId = readRealm(given)
  return withDatabase(given, async (database) => {
    const { removed, kept } = await pruneRuns({ db: database.db, realmId, keep })
    return {
      exitCode: 0,
      event: { type: 'prune.completed', realmId, removed, kept },
      text: {
        en: `${counted(removed, 'run')} forgotten, ${kept} kept.\n`,
        es: `${spanishCount(removed, 'corrida olvidada', 'corridas olvidadas')}, ${spanishCount(kept, 'conservada')}.\n`,
      }[given.language],
    }
  })
}
