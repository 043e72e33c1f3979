import { spanishCount } from '../../../report/words/spanish-page.js'
import type { Trigger } from '../../../trigger/trigger.js'
import { createTriggers } from '../../../trigger/triggers.js'
import { counted } from '../../../verdict/counted.js'
import { withDatabase } from '../../input/open-database.js'
import { readRealm } from '../../input/realm.js'
import { formatTable } from '../../output/table.js'
import type { Language } from '../../words/language.js'
import { settledIn, stateIn } from '../../words/trigger-words.js'
import type { Command } from '../command.js'

export const list: Command = async ({ given, note }) => {
  const realmId = readRealm(given)
  const triggers = await withDatabase(given, ({ db }) => createTriggers({ db }).list({ realmId }))
  const fields = triggers.map(triggerFields)
  for (const each of fields) note('trigger.listed', each, '')
  return {
    exitCode: 0,
    event: { type: 'trigger.completed', total: triggers.length, triggers: fields },
    text: triggerTable(triggers, realmId, given.language),
  }
}

export const release: Command = async ({ given }) => {
  const [id = ''] = given.operands
  const trigger = await withDatabase(given, ({ db }) => createTriggers({ db }).release(id))
  return {
    exitCode: 0,
    event: { type: 'trigger.completed', trigger: triggerFields(trigger) },
    text: {
      en: `Trigger ${trigger.id} can be claimed again.\n`,
      es: `El disparador ${trigger.id} se puede tomar de nuevo.\n`,
    }[given.language],
  }
}

export const prune: Command = async ({ given }) => {
  const realmId = readRealm(given)
  const removed = await withDatabase(given, ({ db }) => createTriggers({ db }).prune({ realmId }))
  return {
    exitCode: 0,
    event: { type: 'trigger.completed', removed },
    text: {
      en: `${counted(removed, 'completed or failed trigger')} removed.\n`,
      es: `${spanishCount(removed, 'disparador completado o fallido eliminado', 'disparadores completados o fallidos eliminados')}.\n`,
    }[given.language],
  }
}

/** A trigger as a host reads it: nothing is undefined, so that every line has the same keys. */
export function triggerFields(trigger: Trigger): Readonly<Record<string, unknown>> {
  const { id, at: dueAt, localTime, state, attempts, request, rawSchema, environment } = trigger
  return {
    id,
    name: trigger.name ?? null,
    dueAt,
    localTime,
    state,
    attempts,
    ...request,
    window: request.window ?? null,
    schema: rawSchema,
    environment,
    claimedBy: trigger.claimedBy ?? null,
    claimedAt: trigger.claimedAt ?? null,
    runId: trigger.runId ?? null,
    message: trigger.message ?? null,
  }
}

function triggerTable(triggers: readonly Trigger[], realmId: string, language: Language): string {
  if (triggers.length === 0)
    return {
      en: `No triggers of realm ${realmId}.\n`,
      es: `No hay disparadores de la empresa ${realmId}.\n`,
    }[language]
  const head = {
    en: ['id', 'UTC', 'local time', 'state', 'entities', 'from', 'to', 'name', 'message'],
    es: ['id', 'UTC', 'hora local', 'estado', 'entidades', 'desde', 'hasta', 'nombre', 'mensaje'],
  }[language]
  const rows = triggers.map(({ id, at, localTime, state, request, name = '', message = '' }) => [
    id,
    at,
    localTime,
    stateIn(state, language),
    request.entities.join(','),
    request.from,
    request.to,
    name,
    settledIn(message, language),
  ])
  return formatTable(head, rows)
}
