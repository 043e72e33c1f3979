import { createOAuthClient } from 'qbo-client'
import type { Command } from '../command.js'
import { findEndpoints, openTokenStore, readAuthConnection, requireRealm } from './auth-connection.js'

/** Ends the grant at Intuit and forgets the tokens here. */
export const run: Command = async ({ given, signal }) => {
  const connection = readAuthConnection(given)
  const realmId = requireRealm(connection)
  const { environment, clientId, clientSecret, proxy } = connection
  const { tokenUrl, revokeUrl } = await findEndpoints(connection, signal)
  const target = await openTokenStore(connection)
  try {
    const oauth = createOAuthClient({
      environment,
      clientId,
      clientSecret,
      tokenStore: target.store,
      tokenUrl,
      revokeUrl,
      fetch: proxy?.fetch,
    })
    const revoked = await oauth.revoke(realmId, { signal })
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
  } finally {
    await target.close()
  }
}
