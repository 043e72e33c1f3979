import { errorWords } from '../../failure/error-words.js'
import type { TriggerState } from '../../ledger/trigger-state.js'
import type { TriggerEvent } from '../../trigger/trigger-event.js'
import type { Language, Words } from './language.js'

/** The event as a person reads it. */
export function triggerSentence(event: TriggerEvent, language: Language): string {
  return `${sentences(event)[language]}\n`
}

function sentences(event: TriggerEvent): Words {
  switch (event.type) {
    case 'trigger.claimed':
      return {
        en: `Trigger ${event.id}, due at ${event.dueAt} (${event.localTime}): running.`,
        es: `Disparador ${event.id}, previsto para ${event.dueAt} (${event.localTime}): en ejecución.`,
      }
    case 'trigger.settled':
      return {
        en: `Trigger ${event.id}: ${event.state}. ${event.message}`,
        es: `Disparador ${event.id}: ${stateIn(event.state, 'es')}. ${settledIn(event.message, 'es')}`,
      }
    case 'trigger.waiting': {
      const { next } = event
      if (next === null)
        return {
          en: 'No trigger is pending; waiting.',
          es: 'No hay ningún disparador pendiente; en espera.',
        }
      return {
        en: `Waiting for trigger ${next.id}, due at ${next.at} (${next.localTime}).`,
        es: `En espera del disparador ${next.id}, previsto para ${next.at} (${next.localTime}).`,
      }
    }
    case 'trigger.retried': {
      const seconds = Math.round(event.waitMs / 1000)
      return {
        en: `${event.error.message} Trying again in ${seconds} s.`,
        es: `${errorWords(event.error).es} Se intenta de nuevo en ${seconds} s.`,
      }
    }
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
