import { describe, expect, test } from 'vitest'
import { judgeAnswer } from '../../src/http/fault.js'

describe('the table of faults, for every status and code', () => {
  const known =
    '100 110 120 130 140 150 610 3001 3100 3200 3201 3202 4000 4001 4002 5020 5030 6000 6002 6190 7001 10000'
  const unknown = '400 500 600 1040 2010 5010 9999 AuthorizationFailed'
  const codes = [undefined, ...`${known} ${unknown}`.split(' ')]
  /** Those that pass, or are cured by asking for less. */
  const believed: Record<string, string> = {
    3001: 'QBO_THROTTLED',
    4002: 'QBO_QUERY_UNPROCESSABLE',
    6002: 'QBO_GATEWAY_TIMEOUT',
    10000: 'QBO_QUERY_UNPROCESSABLE',
  }
  const passing: Record<number, string> = {
    408: 'QBO_GATEWAY_TIMEOUT',
    429: 'QBO_THROTTLED',
    504: 'QBO_GATEWAY_TIMEOUT',
  }
  const statuses = [408, 429, ...Array.from({ length: 100 }, (_, at) => 500 + at)]

  test('a status that says "not now" outranks a code that says "never" (python-quickbooks#106, qbo_api#81)', () => {
    for (const status of statuses) {
      for (const code of codes) {
        const expected = believed[code ?? ''] ?? passing[status] ?? 'QBO_SERVER_ERROR'
        for (const given of [[code], [undefined, code], [code, '3100'], ['3200', code]]) {
          const answer = judgeAnswer(status, given)
          expect([status, ...given, answer?.code, answer?.retryable]).toEqual([
            status,
            ...given,
            expected,
            true,
          ])
        }
      }
    }
  })

  test('with a status that says "not now", only what is cured by asking for less is tried less often', () => {
    for (const status of statuses) {
      for (const code of codes) {
        const isPoison = code === '4002' || code === '10000'
        expect([status, code, judgeAnswer(status, [code])?.retryLimit !== undefined]).toEqual([
          status,
          code,
          isPoison,
        ])
      }
    }
  })

  test('a code means the same with every other status', () => {
    for (const code of codes.filter((each) => each !== undefined)) {
      const known = judgeAnswer(200, [code])
      if (known?.code === 'QBO_FAULT' && known.retryLimit === undefined) continue
      for (const status of [200, 302, 400, 401, 403, 404, 410, 422, 499])
        expect([status, code, judgeAnswer(status, [code])]).toEqual([status, code, known])
    }
  })
})
