import type { Language } from '../words/language.js'
import type { BackfillEvent, EventError } from '../../events.js'
import { errorWords } from '../../failure/error-words.js'

const allWords = {
  en: {
    resumed: 'An unfinished run of the same range is there: going on where it stopped.',
    waiting: (realmId: string, holder: string) => `Waiting for realm ${realmId}, which ${holder} is running.`,
    again: 'It is tried again by itself.',
    goesOn: 'The rest goes on.',
    database: 'Database',
  },
  es: {
    resumed: 'Hay una corrida inconclusa del mismo período: continúa donde se detuvo.',
    waiting: (realmId: string, holder: string) =>
      `En espera de la empresa ${realmId}, que está ejecutando ${holder}.`,
    again: 'Se intenta de nuevo por sí solo.',
    goesOn: 'El resto continúa.',
    database: 'Base de datos',
  },
} as const

/** Says the events that a person should read, each trouble once: an outage meets every stream, and each tells. */
export function createSpeaker(language: Language = 'en'): (event: BackfillEvent) => string | undefined {
  const words = allWords[language]
  const told = new Set<string>()
  const once = (text: string): string | undefined => {
    if (told.has(text)) return undefined
    told.add(text)
    return text
  }
  return (event) => {
    switch (event.type) {
      case 'page.written':
        // It goes on: the next trouble is another one.
        told.clear()
        return undefined
      case 'run.started':
        return event.resumed ? words.resumed : undefined
      case 'notice':
        // The range and what is left out of it: in Spanish the table behind the run tells them, from their facts.
        return language === 'en' ? event.message : undefined
      case 'lease.waiting':
        return words.waiting(event.realmId, event.holder)
      case 'segment.retried':
      case 'proof.retried': {
        const entity = event.type === 'segment.retried' ? event.segment.entity : undefined
        return once(`${troubleOf(event.error, entity, language)} ${words.again}`)
      }
      case 'segment.failed':
        return once(`${troubleOf(event.error, event.segment.entity, language)} ${words.goesOn}`)
      default:
        return undefined
    }
  }
}

/** The database is everybody's; at QuickBooks an entity may be in trouble alone. */
function troubleOf(error: EventError, entity: string | undefined, language: Language): string {
  const isOfDatabase = /DATABASE|^[0-9A-Z]{5}$|^E[A-Z]+$/u.test(error.code)
  const where = isOfDatabase ? allWords[language].database : (entity ?? 'QuickBooks')
  return `${where}: ${errorWords(error)[language].replace(/\.?$/u, '.')} (${error.code})`
}
