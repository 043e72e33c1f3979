import { describeTokens, type TokenKey, type TokenSet, type TokenStore } from 'qbo-client'
import type { Words } from '../language.js'
import { errorWords } from '../failure/error-words.js'
import { fail, ok, warn, type Look } from './finding.js'

export const connectAgain = {
  en: 'A person must connect the company again: qbo-backfill auth login, or a new QBO_REFRESH_TOKEN.',
  es: 'Una persona debe conectar de nuevo la empresa: qbo-backfill auth login, o un QBO_REFRESH_TOKEN nuevo.',
}

/** How long the connection of the company still holds. */
export async function checkTokens(store: TokenStore, key: TokenKey): Promise<Look> {
  try {
    return tokensFinding(await store.load(key), Date.now())
  } catch (error) {
    return fail('tokens', errorWords(error), {
      en: 'Make the token store readable. If QBO_TOKEN_KEY was changed, set the old one, or connect again: qbo-backfill auth login.',
      es: 'Haga que se pueda leer donde se guardan los tokens. Si cambió QBO_TOKEN_KEY, ponga la anterior, o conecte de nuevo: qbo-backfill auth login.',
    })
  }
}

export function tokensFinding(set: TokenSet | undefined, now: number): Look {
  if (set?.refusedAt !== undefined) {
    const refused = {
      en: `Intuit refused the stored tokens at ${set.refusedAt}.`,
      es: `Intuit rechazó los tokens guardados el ${set.refusedAt}.`,
    }
    return { ...fail('tokens', refused, connectAgain), reauthorize: true }
  }
  const { isConnected, daysLeft, hardDaysLeft, isEnding } = describeTokens(set, now)
  if (!isConnected)
    return warn(
      'tokens',
      {
        en: 'No tokens of this company are stored yet.',
        es: 'Todavía no hay tokens guardados de esta empresa.',
      },
      {
        en: 'Connect it with qbo-backfill auth login, or set QBO_REFRESH_TOKEN for the first run.',
        es: 'Conéctela con qbo-backfill auth login, o ponga QBO_REFRESH_TOKEN para la primera corrida.',
      },
    )
  const message = connectedFor(daysLeft, hardDaysLeft)
  if (!isEnding) return ok('tokens', message)
  const hard = (hardDaysLeft ?? Number.POSITIVE_INFINITY) <= (daysLeft ?? Number.POSITIVE_INFINITY)
  return warn(
    'tokens',
    message,
    hard
      ? {
          en: 'A person must connect the company again before that: qbo-backfill auth login.',
          es: 'Antes de eso, una persona debe conectar de nuevo la empresa: qbo-backfill auth login.',
        }
      : {
          en: 'Any run refreshes it; if none will happen, connect again: qbo-backfill auth login.',
          es: 'Cualquier corrida la renueva; si no va a haber ninguna, conecte de nuevo: qbo-backfill auth login.',
        },
  )
}

function connectedFor(daysLeft: number | undefined, hardDaysLeft: number | undefined): Words {
  const en = [
    ...(daysLeft === undefined ? [] : [`in ${daysLeft} days unless it is used`]),
    ...(hardDaysLeft === undefined ? [] : [`in ${hardDaysLeft} days whatever happens`]),
  ]
  const es = [
    ...(daysLeft === undefined ? [] : [`en ${daysLeft} días si no se usa`]),
    ...(hardDaysLeft === undefined ? [] : [`en ${hardDaysLeft} días en todo caso`]),
  ]
  return en.length === 0
    ? {
        en: 'The company is connected; Intuit did not say for how long.',
        es: 'La empresa está conectada; Intuit no dijo por cuánto tiempo.',
      }
    : {
        en: `The company is connected; that ends ${en.join(', and ')}.`,
        es: `La empresa está conectada; la conexión termina ${es.join(', y ')}.`,
      }
}
