import { answer, type Answer } from '../http/answer.js'
import type { IssuedTokens } from './grants.js'

/** The three bodies of `invalid_grant` seen in the wild, byte for byte (oauth-jsclient#128 and its tests, python-quickbooks#397). */
const invalidGrantForms = [
  '{"error":"invalid_grant"}',
  '{"error_description":"Token invalid","error":"invalid_grant"}',
  '{"error":"invalid_grant","error_description":"Incorrect or invalid refresh token"}',
] as const

export type InvalidGrantForm = 0 | 1 | 2

/** JSON of the token host, whose content type differs from the data host's in the case of its charset. */
export function tokenJsonAnswer(status: number, text: string): Answer {
  return answer(status, 'application/json;charset=utf-8', text, {
    'cache-control': 'no-store',
    'x-spanid': '4f2b7c1e-5d0a-4a64-9c55-1d1b3a1f8e21',
  })
}

export function tokensAnswer(tokens: IssuedTokens, withHardLimit: boolean): Answer {
  return tokenJsonAnswer(
    200,
    JSON.stringify({
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      token_type: 'bearer',
      expires_in: tokens.expiresIn,
      x_refresh_token_expires_in: tokens.refreshTokenExpiresIn,
      ...(withHardLimit ? { x_refresh_token_hard_expires_in: tokens.refreshTokenHardExpiresIn } : {}),
    }),
  )
}

export function invalidGrantAnswer(form: InvalidGrantForm): Answer {
  return tokenJsonAnswer(400, invalidGrantForms[form])
}

export function oauthErrorAnswer(status: number, error: string): Answer {
  return tokenJsonAnswer(status, JSON.stringify({ error }))
}
