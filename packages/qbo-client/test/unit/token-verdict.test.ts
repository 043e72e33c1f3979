import { expect, test } from 'vitest'
import { judgeTokenAnswer } from '../../src/auth/token-verdict.js'

const blamed: Record<string, [code: string, retryable: boolean]> = {
  invalid_grant: ['QBO_REAUTHORIZATION_REQUIRED', false],
  invalid_client: ['QBO_CLIENT_REJECTED', false],
  unauthorized_client: ['QBO_CLIENT_REJECTED', false],
  unsupported_grant_type: ['QBO_TOKEN_REQUEST_REFUSED', false],
  invalid_scope: ['QBO_TOKEN_REQUEST_REFUSED', false],
}
const passes: [string, boolean] = ['QBO_REFRESH_FAILED', true]
const unblamed =
  'invalid_request temporarily_unavailable server_error rate_limited access_denied INVALID_CLIENT constructor __proto__'
const errors = [...Object.keys(blamed), ...unblamed.split(' '), '', 'an error of tomorrow']
const statuses = [200, 302, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 529, 599]

test('only what the standard says of the keys or the token is blamed on them, and nothing while the host is in trouble', () => {
  for (const status of statuses) {
    const isTrouble = status === 408 || status === 429 || status >= 500
    for (const error of errors) {
      const { code, retryable } = judgeTokenAnswer(status, error)
      const expected = isTrouble || !Object.hasOwn(blamed, error) ? passes : blamed[error]
      expect([status, error, code, retryable]).toEqual([status, error, ...(expected ?? [])])
    }
  }
})

test('the words name the keys only where the keys are wrong', () => {
  for (const error of errors) {
    const { code, advice } = judgeTokenAnswer(400, error)
    expect([error, /check the client id/i.test(advice)]).toEqual([error, code === 'QBO_CLIENT_REJECTED'])
    expect([error, /set a new refresh token/i.test(advice)]).toEqual([error, error === 'invalid_grant'])
  }
})
