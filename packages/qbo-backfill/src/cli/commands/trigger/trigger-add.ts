import { BackfillError } from '../../../errors.js'
import { openDatabase, readDatabaseUrl } from '../../input/open-database.js'
import { resolveTrigger } from '../../../trigger/resolve-trigger.js'
import type { NewTrigger } from '../../../trigger/trigger.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Arguments } from '../../input/arguments.js'
import type { Command } from '../command.js'
import { readRealm } from '../../input/realm.js'
import { readRequest } from '../run.js'
import { triggerFields } from './trigger-view.js'

export const triggerAdd: Command = {
  async run({ given }) {
    const asked = readTrigger(given)
    // All that can be wrong with the words is said before a database is opened, or made.
    resolveTrigger(asked)
    const database = await openDatabase(readDatabaseUrl(given))
    try {
      const trigger = await createTriggers({ db: database.db }).add(asked)
      return {
        exitCode: 0,
        event: { type: 'trigger.completed', trigger: triggerFields(trigger) },
        text: `Trigger ${trigger.id} is due at ${trigger.at} (${trigger.localTime}).\n`,
      }
    } finally {
      await database.close()
    }
  },
}

function readTrigger(given: Arguments): NewTrigger {
  const environment = given.environment('QBO_ENVIRONMENT') ?? 'production'
  if (environment !== 'production' && environment !== 'sandbox')
    throw invalid(`QBO_ENVIRONMENT is "${environment}"; it must be production or sandbox.`)
  return {
    ...readRequest(given),
    realmId: readRealm(given),
    environment,
    at: given.value('at') ?? '',
    rawSchema: given.value('schema'),
    name: given.value('name'),
    runIfPast: given.on('run-if-past'),
  }
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
