import { errorWords } from '../../failure/error-words.js'
import type { TriggerState } from '../../ledger/trigger-state.js'
import type { TriggerEvent } from '../../trigger/trigger-event.js'
import type { Language } from './language.js'

/** The event as a person reads it. */
export function triggerSentence(event: TriggerEvent, language: Language): string {
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
      return `Disparador ${event.id}: ${stateIn(event.state, 'es')}. ${settledIn(event.message, 'es')}\n`
    case 'trigger.waiting':
      return event.next === null
        ? 'No hay ningún disparador pendiente; en espera.\n'
        : `En espera del disparador ${event.next.id}, previsto para ${event.next.at} (${event.next.localTime}).\n`
    case 'trigger.retried':
      return `${errorWords(event.error).es} Se intenta de nuevo en ${Math.round(event.waitMs / 1000)} s.\n`
  }
}

const spanishStates: Readonly<Record<TriggerState, string>> = {
  pending: 'pendiente',
  running: 'en ejecución',
  completed: 'completado',
  failed: 'fallido',
  interrupted: 'interrumpido',
}

export function stateIn(state: TriggerState, language: Language): string {
  return language === 'es' ? spanishStates[state] : state
}

/** Why a trigger is as it is. What is stored begins with the colour of its run, or with the code of an error. */
export function settledIn(message: string, language: Language): string {
  const [first = '', rest] = message.split(/: (.*)/su)
  if (language === 'en' || message === '') return message
  const colour = { green: 'verde', yellow: 'amarillo', red: 'rojo' }[first]
  if (colour !== undefined) return rest === undefined ? colour : `${colour}: vea el informe de la corrida`
  return rest === undefined
    ? 'Quedaron segmentos sin leer; ejecute de nuevo para continuar.'
    : `${errorWords({ code: first, message: rest }).es} (${first})`
}
