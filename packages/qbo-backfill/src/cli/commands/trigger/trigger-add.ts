import { withDatabase } from '../../input/open-database.js'
import { resolveTrigger } from '../../../trigger/resolve-trigger.js'
import { wrongInstant } from '../../../trigger/trigger-time.js'
import type { NewTrigger } from '../../../trigger/trigger.js'
import { createTriggers } from '../../../trigger/triggers.js'
import type { Arguments } from '../../input/arguments.js'
import type { Command } from '../command.js'
import { readEnvironment } from '../../input/connection.js'
import { readRealm } from '../../input/realm.js'
import { readRequest } from '../run.js'
import { triggerFields } from './stored-triggers.js'

export const run: Command = async ({ given }) => {
  const asked = readTrigger(given)
  // All that can be wrong with the words is said before a database is opened, or made.
  resolveTrigger(asked)
  return withDatabase(given, async (database) => {
    const trigger = await createTriggers({ db: database.db }).add(asked)
    return {
      exitCode: 0,
      event: { type: 'trigger.completed', trigger: triggerFields(trigger) },
      text: {
        en: `Trigger ${trigger.id} is due at ${trigger.at} (${trigger.localTime}).\n`,
        es: `El disparador ${trigger.id} se ejecutará el ${trigger.at} (${trigger.localTime}).\n`,
      }[given.language],
    }
  })
}

function readTrigger(given: Arguments): NewTrigger {
  return {
    ...readRequest(given, wrongInstant(given.value('at'))),
    realmId: readRealm(given),
    environment: readEnvironment(given),
    at: given.value('at') ?? '',
    rawSchema: given.value('schema'),
    name: given.value('name'),
    runIfPast: given.on('run-if-past'),
  }
}
