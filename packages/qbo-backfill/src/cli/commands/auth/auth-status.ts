import { describeTokens, type TokenStatus } from 'qbo-client'
import type { CommandContext } from '../command.js'
import { exitCodes } from '../../output/exit-code.js'
import { openTokenStore, readAuthConnection, requireRealm } from './auth-connection.js'
import type { CommandOutcome } from '../../output/output.js'

/** Tells how long the stored connection still holds. Asks the store alone, neither Intuit nor QuickBooks. */
export async function status({ given }: CommandContext): Promise<CommandOutcome> {
  const connection = readAuthConnection(given)
  const realmId = requireRealm(connection)
  const { environment, clientId } = connection
  const target = await openTokenStore(connection)
  try {
    const described = describeTokens(await target.store.load({ environment, clientId, realmId }))
    return {
      exitCode: described.isConnected ? exitCodes.done : exitCodes.reauthorization,
      event: { type: 'auth.completed', action: 'status', environment, realmId, ...described },
      text: `${environment} company ${realmId}: ${describeDaysLeft(described)}\n`,
    }
  } finally {
    await target.close()
  }
}

/** What a person wants to know of both limits. */
export function describeDaysLeft({ isConnected, daysLeft, hardDaysLeft, isEnding }: TokenStatus): string {
  if (!isConnected) return 'not connected. Run: qbo-backfill auth login'
  const unused =
    daysLeft === undefined ? 'The end is not known.' : `It ends in ${daysLeft} days unless it is used.`
  const hard = hardDaysLeft === undefined ? '' : ` It ends in ${hardDaysLeft} days in any case.`
  const warning = isEnding ? ' Warning: that is soon. Run: qbo-backfill auth login' : ''
  return `Connected. ${unused}${hard}${warning}`
}
