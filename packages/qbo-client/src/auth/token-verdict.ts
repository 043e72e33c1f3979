import type { QboErrorCode } from '../errors.js'
import { isPassingStatus } from '../http/fault.js'

/** What a refusal of the token host means. */
export interface TokenVerdict {
  readonly code: QboErrorCode
  readonly retryable: boolean
  /** What was refused: "The token host refused …". */
  readonly refused: string
  /** What a person can do. */
  readonly advice: string
}

const passing: TokenVerdict = {
  code: 'QBO_REFRESH_FAILED',
  retryable: true,
  refused: 'the request just now',
  advice:
    'That says nothing of the keys or the refresh token, and nothing stored was changed. Try again later; if it stays, look at status.developer.intuit.com.',
}

const keys: TokenVerdict = {
  code: 'QBO_CLIENT_REJECTED',
  retryable: false,
  refused: 'the app',
  advice: 'Check the client id and secret, and that they are of this environment.',
}

const foreign: TokenVerdict = {
  code: 'QBO_TOKEN_REQUEST_REFUSED',
  retryable: false,
  refused: 'what Intuit grants',
  advice: 'The keys and the refresh token are as they were. Check the token URL: another host answers there.',
}

/** By the `error` of RFC 6749, 5.2. */
const byOAuthError: ReadonlyMap<string, TokenVerdict> = new Map([
  [
    'invalid_grant',
    {
      code: 'QBO_REAUTHORIZATION_REQUIRED',
      retryable: false,
      refused: 'the refresh token',
      advice: 'Authorize again, or set a new refresh token.',
    },
  ],
  ['invalid_client', keys],
  ['unauthorized_client', keys],
  ['unsupported_grant_type', foreign],
  ['invalid_scope', foreign],
])

/**
 * The one table: what an OAuth error with this status means. Pure; it reads no description. Only what the standard says
 * of the keys is blamed on the keys, and only `invalid_grant` on the token. All else passes: Intuit answers
 * `invalid_request` to good requests when it is in trouble (.NET-SDK#342), and the request is always built the same way.
 */
export function judgeTokenAnswer(status: number, oauthError: string): TokenVerdict {
  return isPassingStatus(status) ? passing : (byOAuthError.get(oauthError) ?? passing)
}
