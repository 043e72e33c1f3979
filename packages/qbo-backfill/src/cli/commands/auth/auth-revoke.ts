import { readRealm } from '../../input/realm.js'
import type { Command } from '../command.js'
import { findEndpoints, oauthClientOf, readAuthConnection, withTokenStore } from './auth-connection.js'

/** Ends the grant at Intuit and forgets the tokens here. */
export const run: Command = async ({ given, signal }) => {
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
