import { isQboError, type QboClient } from 'qbo-client'
import { errorWords } from '../failure/error-words.js'
import { connectAgain } from './check-tokens.js'
import { fail, ok, warn, type Look } from './finding.js'

/** Tokens and windows survive a clock that is a little off; logs and people do not. */
const mostSkewMs = 60_000

/** Asks for the company's own record: that takes tokens, the right environment and a way to QuickBooks. */
export async function checkCompany(client: QboClient, signal: AbortSignal): Promise<readonly Look[]> {
  const asked = Date.now()
  try {
    const { records, time } = await client.query('SELECT * FROM CompanyInfo', { signal })
    const name = records[0]?.['CompanyName']
    const named = typeof name === 'string' ? `"${name}"` : undefined
    const company = `${client.realmId}, ${client.environment}`
    return [
      ok('quickbooks', {
        en: `QuickBooks answers for ${named ?? 'the company'} (realm ${company}).`,
        es: `QuickBooks responde por ${named ?? 'la empresa'} (${company}).`,
      }),
      clockFinding(time, (asked + Date.now()) / 2),
    ]
  } catch (error) {
    signal.throwIfAborted()
    return [companyFinding(error, client)]
  }
}

/** Holds this machine's clock against QuickBooks'. */
export function clockFinding(serverTime: string | undefined, now: number): Look {
  const server = Date.parse(serverTime ?? '')
  if (Number.isNaN(server))
    return ok('clock', {
      en: 'QuickBooks did not say what time it is.',
      es: 'QuickBooks no dijo qué hora es.',
    })
  const skew = now - server
  const seconds = Math.round(Math.abs(skew) / 1000)
  if (Math.abs(skew) <= mostSkewMs)
    return ok('clock', {
      en: `This machine's clock agrees with QuickBooks' to ${seconds} s.`,
      es: `El reloj de esta máquina coincide con el de QuickBooks, con ${seconds} s de diferencia.`,
    })
  return warn(
    'clock',
    {
      en: `This machine's clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} QuickBooks'.`,
      es: `El reloj de esta máquina está ${seconds} s ${skew > 0 ? 'adelantado' : 'atrasado'} respecto al de QuickBooks.`,
    },
    {
      en: 'Set it, for example with chrony or systemd-timesyncd.',
      es: 'Ajústelo, por ejemplo con chrony o systemd-timesyncd.',
    },
  )
}

function companyFinding(error: unknown, client: QboClient): Look {
  const code = isQboError(error) ? error.code : undefined
  const message = errorWords(error)
  const other = client.environment === 'sandbox' ? 'production' : 'sandbox'
  switch (code) {
    case 'QBO_ENVIRONMENT_MISMATCH':
      return fail(
        'quickbooks',
        {
          en: `Realm ${client.realmId} is not a company of ${client.environment} for this app.`,
          es: `Para esta aplicación, ${client.realmId} no es una empresa de ${client.environment}.`,
        },
        {
          en: `If it is a ${other} company, set QBO_ENVIRONMENT=${other} and that environment's client id and secret; else check QBO_REALM_ID.`,
          es: `Si es una empresa de ${other}, ponga QBO_ENVIRONMENT=${other} y las claves de ese ambiente; si no, revise QBO_REALM_ID.`,
        },
      )
    case 'QBO_TOKEN_MISSING':
      return fail(
        'quickbooks',
        {
          en: 'No tokens of this company are stored, and QBO_REFRESH_TOKEN is not set.',
          es: 'No hay tokens guardados de esta empresa, y QBO_REFRESH_TOKEN no está puesto.',
        },
        {
          en: 'Connect the company with qbo-backfill auth login, or set QBO_REFRESH_TOKEN.',
          es: 'Conecte la empresa con qbo-backfill auth login, o ponga QBO_REFRESH_TOKEN.',
        },
      )
    case 'QBO_REAUTHORIZATION_REQUIRED':
    case 'QBO_UNAUTHORIZED':
      return { ...fail('quickbooks', message, connectAgain), reauthorize: true }
    case 'QBO_CLIENT_REJECTED':
      return fail('quickbooks', message, {
        en: `Check QBO_CLIENT_ID and QBO_CLIENT_SECRET: they must be the ${client.environment} keys of the app.`,
        es: `Revise QBO_CLIENT_ID y QBO_CLIENT_SECRET: deben ser las claves de ${client.environment} de la aplicación.`,
      })
    case undefined:
    default:
      return fail('quickbooks', message, {
        en: 'Check the network, QBO_API_BASE_URL and status.developer.intuit.com; then try again.',
        es: 'Revise la red, QBO_API_BASE_URL y status.developer.intuit.com; después, pruebe de nuevo.',
      })
  }
}
