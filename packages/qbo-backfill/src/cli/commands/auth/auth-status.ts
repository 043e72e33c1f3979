import { describeTokens } from 'qbo-client'
import type { Command } from '../command.js'
import { describeDaysLeft } from '../../words/auth-words.js'
import { exitCodes } from '../../output/exit-code.js'
import { openTokenStore, readAuthConnection, requireRealm } from './auth-connection.js'

/** Tells how long the stored connection still holds. Asks the store alone, neither Intuit nor QuickBooks. */
export const run: Command = async ({ given }) => {
  const connection = readAuthConnection(given)
  const realmId = requireRealm(connection)
  const { environment, clientId } = connection
  const target = await openTokenStore(connection)
  try {
    const described = describeTokens(await target.store.load({ environment, clientId, realmId }))
    return {
      exitCode: described.isConnected ? exitCodes.done : exitCodes.reauthorization,
      event: { type: 'auth.completed', action: 'status', environment, realmId, ...described },
      text: `${{ en: `${environment} company ${realmId}`, es: `Empresa ${realmId} (${environment})` }[given.language]}: ${describeDaysLeft(described, given.language)}\n`,
    }
  } finally {
    await target.close()
  }
}
