import {
  buildAuthorizationUrl,
  createState,
  describeTokens,
  isQboError,
  type AuthorizationRedirect,
  type TokenStore,
} from 'qbo-client'
import { errorWords } from '../../../failure/error-words.js'
import { invalid } from '../../words/invalid.js'
import type { Command, CommandContext } from '../command.js'
import {
  findEndpoints,
  oauthClientOf,
  readAuthConnection,
  withTokenStore,
  type AuthConnection,
} from './auth-connection.js'
import { askForRedirect } from './auth-redirect.js'
import { describeDaysLeft, withoutConsent } from '../../words/auth-words.js'
import type { CommandOutcome } from '../../output/output.js'

/** Somebody consents in a browser; what comes back becomes tokens in the store. */
export const run: Command = async (context) => {
  const connection = readAuthConnection(context.given)
  try {
    return await withTokenStore(connection, (store) => loginInto(store, connection, context))
  } catch (error) {
    throw withExitCode(error)
  }
}

async function loginInto(
  tokenStore: TokenStore,
  connection: AuthConnection,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { environment, clientId } = connection
  const { given, signal } = context
  const endpoints = await findEndpoints(connection, signal)
  const state = createState()
  const { redirect, redirectUri } = await askForRedirect(context, connection, {
    state,
    addressFor: (uri) =>
      buildAuthorizationUrl({
        clientId,
        redirectUri: uri,
        state,
        authorizeUrl: endpoints.authorizeUrl,
      }),
  })
  checkCompany(redirect, connection)
  const oauth = oauthClientOf(connection, endpoints, tokenStore)
  const { realmId, tokens } = await oauth.exchangeCode(redirect, redirectUri, { signal })
  const status = describeTokens(tokens)
  const words = {
    en: {
      connected: `Connected to the ${environment} company ${realmId}.`,
      hint: ` Set QBO_REALM_ID=${realmId} for the other commands.`,
    },
    es: {
      connected: `La empresa ${realmId} (${environment}) está conectada.`,
      hint: ` Ponga QBO_REALM_ID=${realmId} para los demás comandos.`,
    },
  }[given.language]
  const hint = connection.realmId === undefined ? words.hint : ''
  return {
    exitCode: 0,
    event: { type: 'auth.completed', action: 'login', environment, realmId, ...status },
    text: `${words.connected} ${describeDaysLeft(status, given.language)}${hint}\n`,
  }
}

/** Before the code is spent: a person may have picked another company than the one that is meant. */
function checkCompany({ realmId }: AuthorizationRedirect, connection: AuthConnection): void {
  if (connection.realmId === undefined || connection.realmId === realmId) return
  throw invalid({
    en: `Consent was given for the company ${realmId}, but QBO_REALM_ID is ${connection.realmId}. Nothing was stored. Log in again and choose that company, or change QBO_REALM_ID.`,
    es: `Se autorizó la empresa ${realmId}, pero QBO_REALM_ID es ${connection.realmId}. No se guardó nada. Conéctese de nuevo y elija esa empresa, o cambie QBO_REALM_ID.`,
  })
}

/** A refused consent is a person's to mend (exit 3); a port or an address that cannot be used is a setting's (exit 2). */
function withExitCode(error: unknown): unknown {
  if (!isQboError(error) || error.code !== 'QBO_AUTHORIZATION_FAILED') return error
  const { en, es } = errorWords(error)
  const words = { en: `${en} Nothing was stored.`, es: `${es} No se guardó nada.` }
  return error.oauthError === undefined ? invalid(words, error) : withoutConsent(words, error)
}
