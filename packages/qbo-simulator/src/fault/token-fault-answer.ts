import { htmlAnswer, type Answer } from '../http/answer.js'
import {
  invalidGrantAnswer,
  oauthErrorAnswer,
  tokenJsonAnswer,
  type InvalidGrantForm,
} from '../oauth/token-answer.js'
import type { TokenFault } from './fault-queue.js'
import { nginxBadGateway } from './pages.js'

/**
 * What the token host answers under a fault. `answerTruly` does the work all the same, for the answer that is lost
 * on its way: the token has rotated, and nobody has the new one.
 */
export function buildTokenFaultAnswer(
  { kind, status, form }: TokenFault,
  turn: number,
  answerTruly: () => Answer,
): Answer {
  switch (kind) {
    case 'token-invalid-grant':
      return { ...invalidGrantAnswer(form ?? ((turn % 3) as InvalidGrantForm)), status: status ?? 400 }
    case 'token-invalid-client':
      return oauthErrorAnswer(status ?? 401, 'invalid_client')
    case 'token-server-error':
      return oauthErrorAnswer(status ?? 500, 'server_error')
    case 'token-throttled':
      return oauthErrorAnswer(429, 'too_many_requests')
    case 'token-html':
      return htmlAnswer(status ?? 502, nginxBadGateway)
    case 'token-empty-body':
      return tokenJsonAnswer(status ?? 200, '')
    case 'token-reset':
      return { ...tokenJsonAnswer(200, ''), transport: 'reset' }
    case 'token-lost-answer':
      return { ...answerTruly(), transport: 'reset' }
    case 'token-hang':
      return { ...tokenJsonAnswer(200, ''), transport: 'hang' }
  }
}
