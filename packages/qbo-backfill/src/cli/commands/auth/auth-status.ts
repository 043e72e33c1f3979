import { describeTokens } from 'qbo-client'
import { readRealm } from '../../input/realm.js'
import { exitCodes } from '../../output/exit-code.js'
import { describeDaysLeft } from '../../words/auth-words.js'
import type { Command } from '../command.js'
import { readAuthConnection, withTokenStore } from './auth-connection.js'

/** Tells how long the stored connection still holds. Asks the store alone, neither Intuit nor QuickBooks. */
export const run: Command = async ({ given }) => {
  const connection = readAuthConnection(given)
  const { environment, clientId } = connection
  const realmId = readRealm(given)
  const tokens = await withTokenStore(connection, (store) => store.load({ environment, clientId, realmId }))
  const described = describeTokens(tokens)
  const company = {
    en: `${environment} company ${realmId}`,
    es: `Empresa ${realmId} (${environment})`,
  }[given.language]
  return {
    exitCode: described.isConnected ? exitCodes.done : exitCodes.reauthorization,
    event: { type: 'auth.completed', action: 'status', environment, realmId, ...described },
    text: `${company}: ${describeDaysLeft(described, given.language)}\n`,
  }
}
