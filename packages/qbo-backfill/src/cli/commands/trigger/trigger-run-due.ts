import { runBackfill } from '../../../backfill.js'
import { BackfillError } from '../../../errors.js'
import type { BackfillEvent } from '../../../events.js'
import { qboSource, type Source } from '../../../source/source.js'
import { checksOf } from '../run.js'
import { reportTable } from '../../output/report-table.js'
import { withDatabase, type OpenDatabase } from '../../input/open-database.js'
import { postgresStore } from '../../../store/postgres-store.js'
import type { RunTrigger } from '../../../trigger/run-claimed.js'
import { runDueTriggers } from '../../../trigger/run-due.js'
import type { TriggerEvent } from '../../../trigger/trigger-event.js'
import { createTriggers } from '../../../trigger/triggers.js'
import { waitForTriggers } from '../../../trigger/wait-for-due.js'
import type { CommandContext } from '../command.js'
import { connectClient, readConnection } from '../../input/connection.js'
import { readLimits } from '../../input/limits.js'
import type { Limits } from '../../../options.js'
import type { Command } from '../command.js'
import { triggerSentence } from '../../words/trigger-words.js'
import { dueOutcome } from './trigger-outcome.js'

export const run: Command = async ({ given, signal, onEvent, note }) => {
  const connection = readConnection(given)
  const limits = readLimits(given)
  return withDatabase(given, async (database) => {
    const source = qboSource(connectClient(connection, database))
    const options = {
      triggers: createTriggers({ db: database.db }),
      realmId: connection.realmId,
      run: storedRun({ source, database, limits, signal, onEvent }),
      onEvent: ({ type, ...fields }: TriggerEvent) =>
        note(type, fields, triggerSentence({ type, ...fields } as TriggerEvent, given.language)),
      signal,
    }
    if (given.on('wait')) await waitForTriggers(options)
    const outcomes = await runDueTriggers(options)
    const tables = new Map<string, string>()
    for (const { report } of outcomes)
      if (report !== undefined)
        tables.set(report.runId, reportTable(report, given.language, await checksOf(database, report)))
    return dueOutcome(outcomes, tables, given.language)
  })
}

interface RunParts extends Pick<CommandContext, 'signal' | 'onEvent'> {
  readonly source: Source
  readonly database: OpenDatabase
  readonly limits: Limits
}

function storedRun({ source, database: { db }, limits, signal, onEvent }: RunParts): RunTrigger {
  return async ({ id, environment, rawSchema, request }, watch) => {
    if (environment !== source.environment) {
      throw new BackfillError('BACKFILL_ENVIRONMENT_MISMATCH', {
        en: `Trigger ${id} was added for ${environment}, and this process says ${source.environment}. Set QBO_ENVIRONMENT=${environment}, then: qbo-backfill trigger release ${id}`,
        es: `El disparador ${id} se agregó para ${environment}, y este proceso indica ${source.environment}. Ponga QBO_ENVIRONMENT=${environment} y después: qbo-backfill trigger release ${id}`,
      })
    }
    return runBackfill({
      ...request,
      source,
      store: postgresStore({ db, rawSchema }),
      onEvent(event: BackfillEvent) {
        watch(event)
        onEvent(event)
      },
      ...limits,
      signal,
    })
  }
}
