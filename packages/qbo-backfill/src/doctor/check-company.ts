import { isQboError, type QboClient } from 'qbo-client'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

/** Tokens and windows survive a clock that is a little off; logs and people do not. */
const mostSkewMs = 60_000

/** Asks for the company's own record: that takes tokens, the right environment and a way to QuickBooks. */
export async function checkCompany(client: QboClient, signal: AbortSignal): Promise<readonly Finding[]> {
  const asked = Date.now()
  try {
    const { records, time } = await client.query('SELECT * FROM CompanyInfo', { signal })
    const name = records[0]?.['CompanyName']
    const company = typeof name === 'string' ? `"${name}"` : 'the company'
    return [
      ok('quickbooks', `QuickBooks answers for ${company} (realm ${client.realmId}, ${client.environment}).`),
      clockFinding(time, (asked + Date.now()) / 2),
    ]
  } catch (error) {
    signal.throwIfAborted()
    return [companyFinding(error, client)]
  }
}

/** Holds this machine's clock against QuickBooks'. */
export function clockFinding(serverTime: string | undefined, now: number): Finding {
  const server = Date.parse(serverTime ?? '')
  if (Number.isNaN(server)) return ok('clock', 'QuickBooks did not say what time it is.')
  const skew = now - server
  const seconds = Math.round(Math.abs(skew) / 1000)
  if (Math.abs(skew) <= mostSkewMs)
    return ok('clock', `This machine's clock agrees with QuickBooks' to ${seconds} s.`)
  return warn(
    'clock',
    `This machine's clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} QuickBooks'.`,
    'Set it, for example with chrony or systemd-timesyncd.',
  )
}

function companyFinding(error: unknown, client: QboClient): Finding {
  const code = isQboError(error) ? error.code : undefined
  const message = messageOf(error)
  const other = client.environment === 'sandbox' ? 'production' : 'sandbox'
  switch (code) {
    case 'QBO_ENVIRONMENT_MISMATCH':
      return fail(
        'quickbooks',
        `Realm ${client.realmId} is not a company of ${client.environment} for this app.`,
        `If it is a ${other} company, set QBO_ENVIRONMENT=${other} and that environment's client id and secret; else check QBO_REALM_ID.`,
      )
    case 'QBO_TOKEN_MISSING':
      return fail(
        'quickbooks',
        'No tokens of this company are stored, and QBO_REFRESH_TOKEN is not set.',
        'Connect the company with qbo-backfill auth login, or set QBO_REFRESH_TOKEN.',
      )
    case 'QBO_REAUTHORIZATION_REQUIRED':
    case 'QBO_UNAUTHORIZED':
      return {
        ...fail(
          'quickbooks',
          message,
          'A person must connect the company again: qbo-backfill auth login, or a new QBO_REFRESH_TOKEN.',
        ),
        reauthorize: true,
      }
    case 'QBO_CLIENT_REJECTED':
      return fail(
        'quickbooks',
        message,
        `Check QBO_CLIENT_ID and QBO_CLIENT_SECRET: they must be the ${client.environment} keys of the app.`,
      )
    case undefined:
    default:
      return fail(
        'quickbooks',
        message,
        'Check the network, QBO_API_BASE_URL and status.developer.intuit.com; then try again.',
      )
  }
}
