import { describe, expect, test } from 'vitest'
import { judgeAnswer } from '../../src/http/fault.js'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'

describe('the table of faults', () => {
  test.each<[string, number, string | undefined, string, boolean]>([
    ['general authentication error', 401, '100', 'QBO_UNAUTHORIZED', false],
    ['OAuth error', 401, '110', 'QBO_UNAUTHORIZED', false],
    ['user lost access', 401, '120', 'QBO_REAUTHORIZATION_REQUIRED', false],
    ['user lost access, as 400', 400, '120', 'QBO_REAUTHORIZATION_REQUIRED', false],
    ['wrong cluster', 401, '130', 'QBO_ENVIRONMENT_MISMATCH', false],
    ['company locked out', 400, '140', 'QBO_COMPANY_UNAVAILABLE', true],
    ['company under maintenance', 400, '150', 'QBO_COMPANY_UNAVAILABLE', true],
    ['malformed request', 400, '400', 'QBO_FAULT', false],
    ['unsupported operation', 400, '500', 'QBO_FAULT', false],
    ['duplicate request id', 400, '600', 'QBO_FAULT', false],
    ['object not found', 400, '610', 'QBO_NOT_FOUND', false],
    ['batch too big', 400, '1040', 'QBO_FAULT', false],
    ['validation', 400, '2010', 'QBO_FAULT', false],
    ['throttle', 429, '3001', 'QBO_THROTTLED', true],
    ['throttle, as 403', 403, '3001', 'QBO_THROTTLED', true],
    ['throttle, inside 200', 200, '3001', 'QBO_THROTTLED', true],
    ['environment mix-up (oauth-jsclient#2)', 403, '3100', 'QBO_ENVIRONMENT_MISMATCH', false],
    ['expired token', 401, '3200', 'QBO_UNAUTHORIZED', false],
    ['not authorised', 403, '3201', 'QBO_FORBIDDEN', false],
    ['empty token', 401, '3202', 'QBO_FORBIDDEN', false],
    ['query parser', 400, '4000', 'QBO_QUERY_INVALID', false],
    ['query validation (quickbooks-mcp#8)', 400, '4001', 'QBO_QUERY_INVALID', false],
    ['poisoned row', 400, '4002', 'QBO_QUERY_UNPROCESSABLE', true],
    ['poisoned row, as 500 (DotNET-SDK#111)', 500, '4002', 'QBO_QUERY_UNPROCESSABLE', true],
    ['stale object', 400, '5010', 'QBO_FAULT', false],
    ['permission denied', 403, '5020', 'QBO_FORBIDDEN', false],
    ['feature not in the plan', 400, '5030', 'QBO_FEATURE_UNAVAILABLE', false],
    ['business validation, inside 200 (DotNET-SDK#259)', 200, '6000', 'QBO_FAULT', false],
    ['gateway timeout', 504, '6002', 'QBO_GATEWAY_TIMEOUT', true],
    ['subscription ended', 400, '6190', 'QBO_SUBSCRIPTION_ENDED', false],
    ['no destination for the partition', 400, '7001', 'QBO_SERVER_ERROR', true],
    ['application error', 500, '10000', 'QBO_QUERY_UNPROCESSABLE', true],
    ['application error, as 400 (PHP-SDK#127)', 400, '10000', 'QBO_QUERY_UNPROCESSABLE', true],
    ['bad request without a body', 400, undefined, 'QBO_FAULT', false],
    ['unauthorized without a body', 401, undefined, 'QBO_UNAUTHORIZED', false],
    ['forbidden without a body', 403, undefined, 'QBO_FORBIDDEN', false],
    ['not found', 404, undefined, 'QBO_NOT_FOUND', false],
    ['request timeout', 408, undefined, 'QBO_GATEWAY_TIMEOUT', true],
    ['address too long', 414, undefined, 'QBO_FAULT', false],
    ['too many requests without a body', 429, undefined, 'QBO_THROTTLED', true],
    ['internal error', 500, undefined, 'QBO_SERVER_ERROR', true],
    ['bad gateway', 502, undefined, 'QBO_SERVER_ERROR', true],
    ['unavailable', 503, undefined, 'QBO_SERVER_ERROR', true],
    ['gateway timeout in HTML', 504, undefined, 'QBO_GATEWAY_TIMEOUT', true],
    ['a code of tomorrow', 400, '9999', 'QBO_FAULT', false],
    ['a code of tomorrow, as 500', 500, '9999', 'QBO_SERVER_ERROR', true],
    ['a redirect', 302, undefined, 'QBO_UNEXPECTED_RESPONSE', false],
  ])('%s: HTTP %i, code %s is %s', (_name, status, faultCode, code, retryable) => {
    const codes = faultCode === undefined ? [] : [faultCode]
    expect(judgeAnswer(status, codes)).toMatchObject({ code, retryable })
  })

  test('a 200 without a fault is no failure', () => {
    expect(judgeAnswer(200, [])).toBeUndefined()
  })
})

const upper =
  '{"Fault":{"Error":[{"Message":"m","Detail":"d","code":"4000","element":"e"}],"type":"ValidationFault"},"time":"2026-01-14T16:30:00-08:00"}'
const mixUp =
  '{"warnings":null,"intuitObject":null,"fault":{"error":[{"message":"message=AuthorizationFailed; errorCode=003100; statusCode=403","detail":null,"code":"3100","element":null}],"type":"SERVICE"},"report":null,"queryResponse":null,"batchItemResponse":[],"attachableResponse":[],"syncErrorResponse":null,"requestId":null,"time":1543012192555,"status":null,"cdcresponse":[]}'

describe('every shape of a fault is read', () => {
  test.each<[string, Reply, object]>([
    [
      'upper-case JSON',
      { status: 400, body: upper },
      {
        code: 'QBO_QUERY_INVALID',
        faults: [{ code: '4000', message: 'm', detail: 'd', element: 'e', type: 'ValidationFault' }],
      },
    ],
    [
      'lower-case JSON of the gateway (oauth-jsclient#2)',
      { status: 403, body: mixUp },
      { code: 'QBO_ENVIRONMENT_MISMATCH', faults: [{ code: '3100', type: 'SERVICE' }] },
    ],
    [
      'XML although JSON was asked for',
      {
        status: 400,
        body: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="x"><Fault type="ValidationFault"><Error code="4001" element="q"><Message>a &lt;b&gt; &amp; c</Message><Detail><![CDATA[d]]></Detail></Error></Fault></IntuitResponse>',
      },
      {
        code: 'QBO_QUERY_INVALID',
        faults: [{ code: '4001', message: 'a <b> & c', detail: 'd', element: 'q' }],
      },
    ],
    [
      'XML with a namespace prefix and a self-closed error',
      {
        status: 400,
        body: '<ns:IntuitResponse><ns:Fault type="x"><ns:Error code="004000"/></ns:Fault></ns:IntuitResponse>',
      },
      { code: 'QBO_QUERY_INVALID', faults: [{ code: '4000' }] },
    ],
    [
      'a single error that is not in an array',
      json({ Fault: { Error: { code: 4000, Message: 'm' } } }, { status: 400 }),
      { code: 'QBO_QUERY_INVALID' },
    ],
    [
      'a fault inside 200, top level (msp-skills#90)',
      { body: upper },
      { code: 'QBO_QUERY_INVALID', status: 200 },
    ],
    [
      'a fault inside QueryResponse',
      json({ QueryResponse: { Fault: { Error: [{ code: '4001' }] } } }),
      { code: 'QBO_QUERY_INVALID' },
    ],
    [
      'a fault inside 200 as XML (DotNET-SDK#259)',
      {
        body: '<IntuitResponse><AttachableResponse><Fault type="ValidationFault"><Error code="5030"/></Fault></AttachableResponse></IntuitResponse>',
      },
      { code: 'QBO_FEATURE_UNAVAILABLE' },
    ],
    [
      'a fault without any error',
      json({ Fault: { type: 'SystemFault' } }),
      { code: 'QBO_FAULT', faults: [{ type: 'SystemFault' }] },
    ],
    [
      'an OAuth body',
      json({ error: 'invalid_request', error_description: 'no' }, { status: 400 }),
      { code: 'QBO_FAULT', faults: [{ message: 'invalid_request', detail: 'no' }] },
    ],
    ['an empty body', { status: 400 }, { code: 'QBO_FAULT' }],
    [
      'an HTML page',
      {
        status: 503,
        body: '<html>Service Unavailable</html>',
        headers: { 'content-type': 'text/html; charset=us-ascii' },
      },
      { code: 'QBO_SERVER_ERROR' },
    ],
    [
      'a maintenance page inside 200 (DotNET-SDK#29)',
      { body: "<!DOCTYPE html><html>We'll be back soon</html>" },
      { code: 'QBO_UNEXPECTED_RESPONSE', retryable: true },
    ],
    ['an empty 200', { body: '' }, { code: 'QBO_UNEXPECTED_RESPONSE', retryable: true }],
    [
      'a 200 that is a word (tap-quickbooks#168)',
      { body: '"Unable to display more data. Please reduce the date range."' },
      { code: 'QBO_UNEXPECTED_RESPONSE', retryable: true },
    ],
    [
      'a 200 that ends in the middle',
      { body: '{"QueryResponse":{"Customer":[{"Id":"1"' },
      { code: 'QBO_UNEXPECTED_RESPONSE', retryable: true },
    ],
    ['a 200 without an envelope', json({ time: 'x' }), { code: 'QBO_UNEXPECTED_RESPONSE', retryable: true }],
    [
      'a 200 with something that is not a record',
      json({ QueryResponse: { Customer: [null] } }),
      { code: 'QBO_UNEXPECTED_RESPONSE' },
    ],
  ])('%s', async (_name, reply, expected) => {
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant() : { ...reply, headers: { intuit_tid: '1-abc', ...reply.headers } },
    )
    const error: unknown = await connect(server, { retries: 0 })
      .client.query('SELECT * FROM Customer')
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      name: 'QboError',
      intuitTid: '1-abc',
      request: 'SELECT * FROM Customer',
      ...expected,
    })
  })
})

describe('how often a failure is tried again', () => {
  const fault = (code: string, status = 400): Reply => json({ Fault: { Error: [{ code }] } }, { status })
  test.each<[string, Reply, number]>([
    ['4001, never', fault('4001'), 1],
    ['3100, never', fault('3100', 403), 1],
    ['5030, never', fault('5030'), 1],
    ['140, never at once', fault('140'), 1],
    ['130, once', fault('130', 401), 2],
    ['4002, once', fault('4002'), 2],
    ['6000, once', fault('6000'), 2],
    ['10000, twice', fault('10000', 500), 3],
    ['3100 in an outage, five times', fault('3100', 500), 6],
    ['3200 in an outage, five times, and no token is replaced', fault('3200', 503), 6],
    ['5020 in an outage, five times', fault('5020', 500), 6],
    ['502 in HTML, five times', { status: 502, body: '<html></html>' }, 6],
    ['a broken connection, five times', { reset: true }, 6],
    ['a body cut off, five times', { body: JSON.stringify({ QueryResponse: {} }), cutOff: true }, 6],
  ])('%s', async (_name, reply, attempts) => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : reply))
    const { client, events } = connect(server)
    await expect(client.query('SELECT * FROM Customer')).rejects.toMatchObject({ name: 'QboError' })
    expect(server.api).toHaveLength(attempts)
    expect(server.token).toHaveLength(1)
    expect(
      events.filter((event) => event.type === 'request.failed').map(({ willRetry }) => willRetry),
    ).toEqual([...Array.from({ length: attempts - 1 }, () => true), false])
  })

  test('retries wait longer and longer, and at least as long as Retry-After says', async () => {
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant() : { status: 503, headers: server_retryAfter(request.rawUrl) },
    )
    const server_retryAfter = (url: string): Record<string, string> =>
      url.includes('Item') ? { 'retry-after': '40' } : {}
    const plain = connect(server)
    await expect(plain.client.query('SELECT * FROM Customer')).rejects.toMatchObject({
      code: 'QBO_SERVER_ERROR',
    })
    expect(waitsOf(plain.events)).toEqual([250, 500, 1000, 2000, 4000])
    const told = connect(server)
    await expect(told.client.query('SELECT * FROM Item')).rejects.toMatchObject({ retryAfterMs: 40_000 })
    expect(waitsOf(told.events)).toEqual([40_000, 40_000, 40_000, 40_000, 40_000])
  })

  test.each([429, 503])(
    'a Retry-After of an hour with HTTP %i is handed to the caller instead of waited for',
    async (status) => {
      const server = await startServer((request) =>
        isTokenRequest(request) ? grant() : { status, headers: { 'retry-after': '3600' } },
      )
      const { client, clock } = connect(server)
      await expect(client.query('SELECT * FROM Item')).rejects.toMatchObject({
        code: status === 429 ? 'QBO_THROTTLED' : 'QBO_SERVER_ERROR',
        retryable: true,
        retryAfterMs: 3_600_000,
      })
      expect(server.api).toHaveLength(1)
      expect(clock.slept).toEqual([])
    },
  )

  test('a Retry-After of the token host is heeded too, and one of an hour is handed to the caller', async () => {
    const waits = ['40', '3600']
    const server = await startServer((request) =>
      isTokenRequest(request)
        ? { status: 503, headers: { 'retry-after': waits.shift() ?? '' } }
        : rows('Item', []),
    )
    const { client, clock } = connect(server)
    await expect(client.query('SELECT * FROM Item')).rejects.toMatchObject({
      code: 'QBO_REFRESH_FAILED',
      retryable: true,
      retryAfterMs: 3_600_000,
    })
    expect([server.token.length, clock.slept]).toEqual([2, [40_000]])
  })

  test('a fault inside 200 is metered, a 500 is not', async () => {
    const replies = [json({ Fault: { Error: [{ code: '10000' }] } }), { status: 500 }, rows('Customer', [])]
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant() : (replies.shift() ?? { status: 500 }),
    )
    const { client, events } = connect(server)
    await client.query('SELECT * FROM Customer')
    const metered = events.filter(
      (event) => event.type === 'request.failed' || event.type === 'request.completed',
    )
    expect(metered.map((event) => [event.kind, event.metered])).toEqual([
      ['token', false],
      ['query', true],
      ['query', false],
      ['query', true],
    ])
  })
})

function waitsOf(events: readonly { type: string }[]): unknown[] {
  return events
    .filter((event) => event.type === 'request.retried')
    .map((event) => (event as unknown as { waitMs: number }).waitMs)
}
