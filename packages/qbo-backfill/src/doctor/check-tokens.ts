import { describeTokens, type TokenKey, type TokenSet, type TokenStore } from 'qbo-client'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

/** How long the connection of the company still holds. */
export async function checkTokens(store: TokenStore, key: TokenKey): Promise<Finding> {
  try {
    return tokensFinding(await store.load(key), Date.now())
  } catch (error) {
    return fail(
      'tokens',
      messageOf(error),
      'Make the token store readable. If QBO_TOKEN_KEY was changed, set the old one, or connect again: qbo-backfill auth login.',
    )
  }
}

export function tokensFinding(set: TokenSet | undefined, now: number): Finding {
  if (set?.refusedAt !== undefined) {
    const again =
      'A person must connect the company again: qbo-backfill auth login, or a new QBO_REFRESH_TOKEN.'
    return {
      ...fail('tokens', `Intuit refused the stored tokens at ${set.refusedAt}.`, again),
      reauthorize: true,
    }
  }
  const { isConnected, daysLeft, hardDaysLeft, isEnding } = describeTokens(set, now)
  if (!isConnected)
    return warn(
      'tokens',
      'No tokens of this company are stored yet.',
      'Connect it with qbo-backfill auth login, or set QBO_REFRESH_TOKEN for the first run.',
    )
  const ends = [
    ...(daysLeft === undefined ? [] : [`in ${daysLeft} days unless it is used`]),
    ...(hardDaysLeft === undefined ? [] : [`in ${hardDaysLeft} days whatever happens`]),
  ]
  const message =
    ends.length === 0
      ? 'The company is connected; Intuit did not say for how long.'
      : `The company is connected; that ends ${ends.join(', and ')}.`
  if (!isEnding) return ok('tokens', message)
  const hard = (hardDaysLeft ?? Number.POSITIVE_INFINITY) <= (daysLeft ?? Number.POSITIVE_INFINITY)
  return warn(
    'tokens',
    message,
    hard
      ? 'A person must connect the company again before that: qbo-backfill auth login.'
      : 'Any run refreshes it; if none will happen, connect again: qbo-backfill auth login.',
  )
}
