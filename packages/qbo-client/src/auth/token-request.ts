import { isQboError } from '../errors.js'
import type { Emit } from '../events.js'
import { tidOf } from '../http/answer-error.js'
import type { Send } from '../http/transport.js'
import { requestTokens } from './token-host.js'
import type { TokenGrant, TokenHost } from './token-host.js'

/** What a token request needs. */
export interface TokenRequestOptions extends TokenHost {
  readonly send: Send
  readonly nextRequestId: () => number
  readonly emit: Emit
}

/** Spends a refresh token, and tells of it. Token requests are neither limited nor metered by Intuit. */
export function createTokenRequest(
  options: TokenRequestOptions,
): (refreshToken: string) => Promise<TokenGrant> {
  const { send, emit } = options
  return async (refreshToken) => {
    const about = { requestId: options.nextRequestId(), kind: 'token', metered: false } as const
    const startedAt = performance.now()
    try {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
      const { grant, answer } = await requestTokens(send, options, form)
      emit({
        type: 'request.completed',
        ...about,
        status: answer.status,
        durationMs: answer.durationMs,
        ...tidOf(answer),
      })
      return grant
    } catch (error) {
      if (isQboError(error)) {
        emit({
          type: 'request.failed',
          ...about,
          code: error.code,
          attempt: 1,
          willRetry: error.retryable,
          durationMs: Math.round(performance.now() - startedAt),
          ...(error.status === undefined ? {} : { status: error.status }),
          ...(error.intuitTid === undefined ? {} : { intuitTid: error.intuitTid }),
        })
      }
      throw error
    }
  }
}
