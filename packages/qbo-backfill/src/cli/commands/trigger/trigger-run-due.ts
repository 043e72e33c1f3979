import { runBackfill } from '../../../backfill.js'
import { BackfillError } from '../../../errors.js'
import type { BackfillEvent } from '../../../events.js'
import { qboSource, type Source } from '../../../source/source.js'
import { checksOf } from '../run.js'
import { reportTable } from '../../output/report-table.js'
import type { Language } from '../../words/language.js'
import { openDatabase, type OpenDatabase } from '../../input/open-database.js'
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
import { dueOutcome } from './trigger-outcome.js'

export const triggerRunDue: Command = {
  async run({ given, signal, onEvent, note }) {
    const connection = readConnection(given)
    const limits = readLimits(given)
    const database = await openDatabase(connection.databaseUrl)
    try {
      const source = qboSource(connectClient(connection, database))
      const options = {
        triggers: createTriggers({ db: database.db }),
        realmId: connection.realmId,
        run: storedRun({ source, database, limits, signal, onEvent }),
        onEvent: ({ type, ...fields }: TriggerEvent) =>
          note(type, fields, sentence({ type, ...fields } as TriggerEvent, given.language)),
        signal,
      }
      if (given.on('wait')) await waitForTriggers(options)
      const outcomes = await runDueTriggers(options)
      const tables = new Map<string, string>()
      for (const { report } of outcomes)
        if (report !== undefined)
          tables.set(report.runId, reportTable(report, given.language, await checksOf(database, report)))
      return dueOutcome(outcomes, tables, given.language)
    } finally {
      await database.close()
    }
  },
}

interface RunParts extends Pick<CommandContext, 'signal' | 'onEvent'> {
  readonly source: Source
  readonly database: OpenDatabase
  readonly limits: Limits
}

function storedRun({ source, database: { db }, limits, signal, onEvent }: RunParts): RunTrigger {
  return async ({ id, environment, rawSchema, request }, watch) => {
    if (environment !== source.environment) {
      throw new BackfillError(
        'BACKFILL_ENVIRONMENT_MISMATCH',
        `Trigger ${id} was added for ${environment}, and this process says ${source.environment}. ` +
          `Set QBO_ENVIRONMENT=${environment}, then: qbo-backfill trigger release ${id}`,
      )
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

/** The event as a person reads it. */
function sentence(event: TriggerEvent, language: Language): string {
  if (language === 'es') return spanishSentence(event)
  switch (event.type) {
    case 'trigger.claimed':
      return `Trigger ${event.id}, due at ${event.dueAt} (${event.localTime}): running.\n`
    case 'trigger.settled':
      return `Trigger ${event.id}: ${event.state}. ${event.message}\n`
    case 'trigger.waiting':
      return event.next === null
        ? 'No trigger is pending; waiting.\n'
        : `Waiting for trigger ${event.next.id}, due at ${event.next.at} (${event.next.localTime}).\n`
    case 'trigger.retried':
      return `${event.error.message} Trying again in ${Math.round(event.waitMs / 1000)} s.\n`
  }
}

function spanishSentence(event: TriggerEvent): string {
  switch (event.type) {
    case 'trigger.claimed':
      return `Disparador ${event.id}, previsto para ${event.dueAt} (${event.localTime}): en ejecución.\n`
    case 'trigger.settled':
      return `Disparador ${event.id}: ${event.state}. ${event.message}\n`
    case 'trigger.waiting':
      return event.next === null
        ? 'No hay ningún disparador pendiente; en espera.\n'
        : `En espera del disparador ${event.next.id}, previsto para ${event.next.at} (${event.next.localTime}).\n`
    case 'trigger.retried':
      return `${event.error.message} Se intenta de nuevo en ${Math.round(event.waitMs / 1000)} s.\n`
  }
}
