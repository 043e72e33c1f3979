import type { Trigger } from '../../../trigger/trigger.js'
import { settledIn, stateIn } from '../../words/trigger-words.js'
import type { Language } from '../../words/language.js'
import { formatTable } from '../../output/table.js'

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

export function triggerTable(triggers: readonly Trigger[], realmId: string, language: Language): string {
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
