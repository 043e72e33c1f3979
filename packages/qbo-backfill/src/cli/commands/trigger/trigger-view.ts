import type { Trigger } from '../../../trigger/trigger.js'
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

export function triggerTable(triggers: readonly Trigger[]): string {
  const head = ['id', 'UTC', 'local time', 'state', 'entities', 'from', 'to', 'name', 'message']
  const rows = triggers.map(({ id, at, localTime, state, request, name = '', message = '' }) => [
    id,
    at,
    localTime,
    state,
    request.entities.join(','),
    request.from,
    request.to,
    name,
    message,
  ])
  return formatTable(head, rows)
}
