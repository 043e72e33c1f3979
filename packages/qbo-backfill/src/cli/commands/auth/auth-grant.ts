import { describeTokens } from 'qbo-client'
import { readRealm } from '../../input/realm.js'
import { exitCodes } from '../../output/exit-code.js'
import { describeDaysLeft } from '../../words/auth-words.js'
import type { Command } from '../command.js'
import { findEndpoints, oauthClientOf, readAuthConnection, withTokenStore } from './auth-connection.js'

/** Tells how long the stored connection still holds. Asks the store alone, neither Intuit nor QuickBooks. */
export const status: Command = async ({ given }) => {
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

/** Ends the grant at Intuit and forgets the tokens here. */
export const revoke: Command = async ({ given, signal }) => {
  const connection = readAuthConnection(given)
  const { environment } = connection
  const realmId = readRealm(given)
  const endpoints = await findEndpoints(connection, signal)
  const revoked = await withTokenStore(connection, (store) =>
    oauthClientOf(connection, endpoints, store).revoke(realmId, { signal }),
  )
  return {
    exitCode: 0,
    event: { type: 'auth.completed', action: 'revoke', environment, realmId, revoked },
    text: {
      en: revoked
        ? `The connection to ${environment} company ${realmId} is ended.\n`
        : `No tokens of ${environment} company ${realmId} are stored; there was nothing to end.\n`,
      es: revoked
        ? `La conexión con la empresa ${realmId} (${environment}) terminó.\n`
        : `No hay tokens guardados de la empresa ${realmId} (${environment}); no había nada que terminar.\n`,
    }[given.language],
  }
}
