import { QboError, type RedirectOutcome, type TokenStatus } from 'qbo-client'
import { errorWords } from '../../failure/error-words.js'
import type { Language, Words } from './language.js'

/** What a person wants to know of both limits. */
export function describeDaysLeft(
  { isConnected, daysLeft, hardDaysLeft, isEnding }: TokenStatus,
  language: Language,
): string {
  const words = {
    en: {
      not: 'not connected. Run: qbo-backfill auth login',
      unknown: 'Connected. The end is not known.',
      unused: `Connected. It ends in ${daysLeft} days unless it is used.`,
      hard: ` It ends in ${hardDaysLeft} days in any case.`,
      soon: ' Warning: that is soon. Run: qbo-backfill auth login',
    },
    es: {
      not: 'sin conexión. Ejecute: qbo-backfill auth login',
      unknown: 'Conectada. No se sabe cuándo termina.',
      unused: `Conectada. Termina en ${daysLeft} días si no se usa.`,
      hard: ` Termina en ${hardDaysLeft} días en todo caso.`,
      soon: ' Atención: falta poco. Ejecute: qbo-backfill auth login',
    },
  }[language]
  if (!isConnected) return words.not
  const unused = daysLeft === undefined ? words.unknown : words.unused
  return `${unused}${hardDaysLeft === undefined ? '' : words.hard}${isEnding ? words.soon : ''}`
}

/** What the browser shows when it is sent back. */
export function spanishPage(outcome: RedirectOutcome): string {
  if (outcome === 'consented')
    return 'QuickBooks dio su autorización. Puede cerrar esta página y volver a la terminal.'
  return outcome === 'over'
    ? 'Esta conexión ya había terminado. Puede cerrar esta página.'
    : errorWords(outcome).es
}

/** Nobody consented: a person's to mend. */
export function withoutConsent({ en, es }: Words, cause?: QboError): QboError {
  const error = new QboError('QBO_REAUTHORIZATION_REQUIRED', en, { cause, oauthError: cause?.oauthError })
  return Object.defineProperty(error, 'spanish', { value: es })
}
