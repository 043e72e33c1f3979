import { BackfillError } from '../../errors.js'
import { pendingStateMigrations } from '../../ledger/migrate.js'
import { pruneRuns } from '../../ledger/prune-runs.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import { openDatabase } from '../../store/open-database.js'
import type { Arguments } from '../arguments.js'
import type { Command } from '../command.js'
import { readDatabaseUrl } from '../connection.js'
import { readRealm } from '../realm.js'

export const pruneCommand: Command = {
  name: 'prune',
  summary: 'forget all finished runs of the realm but the newest N; rows and unfinished runs stay',
  flags: { values: ['keep-runs'], switches: [] },
  async run({ given }) {
    const keep = readKeepRuns(given)
    const realmId = readRealm(given)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const isMissing = (await pendingStateMigrations(database.db, defaultStateSchema)) > 0
      const { removed, kept } = isMissing
        ? { removed: 0, kept: 0 }
        : await pruneRuns(database.db, defaultStateSchema, realmId, keep)
      return {
        exitCode: 0,
        event: { type: 'prune.completed', realmId, removed, kept },
        text: `${removed} run(s) forgotten, ${kept} kept.\n`,
      }
    } finally {
      await database.close()
    }
  },
}

function readKeepRuns(given: Arguments): number {
  const text = given.value('keep-runs')
  if (text !== undefined && /^\d{1,6}$/u.test(text)) return Number(text)
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    text === undefined
      ? 'Missing: --keep-runs, for example --keep-runs 20.'
      : `--keep-runs "${text}" is not a number of runs.`,
  )
}
