import { afterEach, describe, expect, test } from 'vitest'
import { apiFaultKinds, tokenFaultKinds, type Fault, type SimulatorServer } from '../src/index.js'
import { createHarness, invoice } from './harness.js'

const records = {
  Invoice: Array.from({ length: 10 }, (_, at) => invoice(at + 1, '2024-01-01T10:00:00-08:00')),
}
const statement = 'SELECT * FROM Invoice MAXRESULTS 4'

describe('a fault of the data API', () => {
  const answers: readonly [Fault, number, string, RegExp][] = [
    [{ kind: 'throttled' }, 429, 'application/xml', /code="3001"/],
    [{ kind: 'throttled', status: 403 }, 403, 'application/xml', /statusCode=403/],
    [{ kind: 'server-error' }, 500, 'application/json', /"Fault".*"10000".*SystemFault/],
    [{ kind: 'server-error', status: 400 }, 400, 'application/json', /10000/],
    [{ kind: 'bad-gateway' }, 502, 'text/html', /nginx/],
    [{ kind: 'maintenance' }, 503, 'text/html', /be back soon/],
    [{ kind: 'maintenance', status: 200 }, 200, 'text/html', /be back soon/],
    [{ kind: 'gateway-timeout' }, 504, 'application/xml', /code="6002".*errorCode=006002/],
    [{ kind: 'unauthorized' }, 401, 'application/json', /"fault".*3200.*"AUTHENTICATION"/],
    [{ kind: 'unauthorized-xml' }, 401, 'application/xml', /AuthenticationFault.*code="100"/],
    [{ kind: 'wrong-cluster' }, 401, 'application/json', /"130"/],
    [{ kind: 'forbidden' }, 403, 'application/json', /"3100"/],
    [{ kind: 'forbidden', status: 500 }, 500, 'application/json', /InternalServerError.*"3100"/],
    [{ kind: 'authentication-hiccup' }, 500, 'text/plain', /^Authorization FailureAuthorizationFailure/],
    [{ kind: 'no-destination' }, 400, 'text/html', /errorCode=007001/],
    [{ kind: 'feature-not-supported' }, 400, 'application/json', /"5030"/],
    [{ kind: 'permission-denied' }, 403, 'application/json', /"5020"/],
    [{ kind: 'unknown-entity' }, 400, 'application/json', /"4001"/],
    [{ kind: 'subscription-ended' }, 400, 'application/json', /"6190"/],
    [{ kind: 'query-processing-error', status: 500 }, 500, 'application/json', /"4002"/],
    [{ kind: 'fault-in-200' }, 200, 'application/json', /^{"Fault"/],
    [{ kind: 'fault-in-query-response' }, 200, 'application/json', /^{"QueryResponse":{"Fault"/],
    [{ kind: 'empty-body' }, 200, 'application/json', /^$/],
    [{ kind: 'truncated' }, 200, 'application/json', /^{"QueryResponse":{"Invoice":.*[^}]$/],
  ]

  test.each(answers)('%o answers %i, %s', async (fault, status, type, body) => {
    const { query, simulator } = createHarness(records)
    simulator.inject(fault)
    const response = await query(statement)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain(type)
    expect(response.headers.get('intuit_tid')).not.toBeNull()
    expect(await response.text()).toMatch(body)
    expect((await query(statement)).headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(simulator.requests.filter(({ host }) => host === 'api').map((one) => one.status)).toEqual([
      status,
      200,
    ])
  })

  test('of a page makes it one too long, or half', async () => {
    const { rows, count, simulator } = createHarness(records)
    simulator.inject({ kind: 'over-return' })
    simulator.inject({ kind: 'short-page' })
    expect(await count('SELECT COUNT(*) FROM Invoice')).toBe(10)
    expect(await rows(statement)).toHaveLength(5)
    expect(await rows(statement)).toHaveLength(2)
    expect(await rows(statement)).toHaveLength(4)
  })

  test('hits as often as it says, where it says, until it is taken back', async () => {
    const { query, get, simulator } = createHarness(records)
    const takeBack = simulator.inject({
      kind: 'bad-gateway',
      times: 3,
      match: { entity: 'invoice', statement: 'MAXRESULTS 4' },
    })
    const status = async (text: string): Promise<number> => (await query(text)).status
    expect([await status('SELECT * FROM Customer'), await status('SELECT * FROM Invoice')]).toEqual([
      200, 200,
    ])
    expect([await status(statement), await status(statement)]).toEqual([502, 502])
    takeBack()
    expect(await status(statement)).toBe(200)
    simulator.inject({ kind: 'bad-gateway', match: ({ path }) => path.endsWith('/cdc') })
    expect(await status(statement)).toBe(200)
    expect((await get('/v3/company/9130350000000001/cdc')).status).toBe(502)
  })

  test('comes by chance, the same for the same seed', async () => {
    const run = async (seed: number): Promise<string> => {
      const { query, simulator } = createHarness(records, { seed })
      simulator.inject({ kind: 'server-error', probability: 0.3 })
      const statuses: number[] = []
      for (let call = 0; call < 30; call++) statuses.push((await query(statement)).status)
      return statuses.join()
    }
    expect(await run(1)).toBe(await run(1))
    expect(await run(1)).not.toBe(await run(2))
  })

  test('has a name that exists', () => {
    const { simulator } = createHarness()
    expect(() => simulator.inject({ kind: 'nope' as 'reset' })).toThrow('No fault "nope"')
  })
})

describe('a poisoned row', () => {
  test('fails every page that holds it, and no other', async () => {
    const { query, get, ids, count, simulator } = createHarness(records)
    const heal = simulator.poison('Invoice', '5', { status: 500 })
    expect((await query('SELECT * FROM Invoice')).status).toBe(500)
    expect(await (await query("SELECT * FROM Invoice WHERE Id = '5'")).text()).toContain('"code":"4002"')
    expect((await get('/v3/company/9130350000000001/invoice/5')).status).toBe(500)
    expect(await ids("SELECT * FROM Invoice WHERE Id IN ('4', '6')")).toHaveLength(2)
    expect(await count('SELECT COUNT(*) FROM Invoice')).toBe(10)
    heal()
    expect(await ids('SELECT * FROM Invoice')).toHaveLength(10)
  })
})

describe('a fault of the token host', () => {
  test.each<[Fault, number, string]>([
    [
      { kind: 'token-invalid-grant', form: 1 },
      400,
      '{"error_description":"Token invalid","error":"invalid_grant"}',
    ],
    [{ kind: 'token-invalid-grant', form: 0, status: 200 }, 200, '{"error":"invalid_grant"}'],
    [{ kind: 'token-invalid-client' }, 401, '{"error":"invalid_client"}'],
    [{ kind: 'token-server-error' }, 500, '{"error":"server_error"}'],
    [{ kind: 'token-throttled' }, 429, '{"error":"too_many_requests"}'],
    [{ kind: 'token-empty-body' }, 200, ''],
  ])('%o answers %i', async (fault, status, body) => {
    const { token, simulator } = createHarness()
    simulator.inject(fault)
    const refused = await token()
    expect([refused.status, await refused.text()]).toEqual([status, body])
    expect((await token()).status).toBe(200)
  })

  test('may lose the answer after the token has rotated', async () => {
    let now = Date.parse('2026-01-05T12:00:00Z')
    const { token, simulator } = createHarness({}, { now: () => now })
    const before = simulator.refreshToken()
    now += 25 * 3_600_000
    simulator.inject({ kind: 'token-lost-answer' })
    await expect(token()).rejects.toThrow(TypeError)
    expect((await token({ refresh_token: before })).status).toBe(400)
  })
})

describe('a connection', () => {
  let server: SimulatorServer | undefined
  afterEach(() => server?.close())

  async function fetchOver(kind: Fault['kind'], signal?: AbortSignal): Promise<string> {
    const { simulator, token } = createHarness(records)
    server = await simulator.listen()
    const { access_token } = (await (await token()).json()) as { access_token: string }
    simulator.inject({ kind })
    const response = await fetch(
      `${server.apiBaseUrl}/v3/company/9130350000000001/query?query=${encodeURIComponent(statement)}`,
      {
        headers: { authorization: `Bearer ${access_token}` },
        ...(signal === undefined ? {} : { signal }),
      },
    )
    return await response.text()
  }

  test('breaks before the answer, or half-way through it', async () => {
    await expect(fetchOver('reset')).rejects.toThrow('fetch failed')
    await server?.close()
    await expect(fetchOver('reset-mid-body')).rejects.toThrow('terminated')
  })

  test('may stay silent, until the caller has had enough', async () => {
    await expect(fetchOver('hang', AbortSignal.timeout(50))).rejects.toThrow('timeout')
    await server?.close()
    await expect(fetchOver('hang-mid-body', AbortSignal.timeout(50))).rejects.toThrow('timeout')
  })

  test('breaks and hangs in the same ways without a socket', async () => {
    const { simulator, query, token } = createHarness(records)
    await query(statement)
    simulator.inject({ kind: 'reset' })
    await expect(query(statement)).rejects.toThrow('fetch failed')
    simulator.inject({ kind: 'reset-mid-body' })
    await expect((await query(statement)).text()).rejects.toThrow('fetch failed')
    const { access_token } = (await (await token()).json()) as { access_token: string }
    for (const kind of ['hang', 'hang-mid-body'] as const) {
      simulator.inject({ kind })
      const request = new Request(
        `http://s/v3/company/9130350000000001/query?query=${encodeURIComponent(statement)}`,
        {
          headers: { authorization: `Bearer ${access_token}` },
          signal: AbortSignal.timeout(30),
        },
      )
      await expect(simulator.handle(request).then((response) => response.text())).rejects.toThrow('timeout')
    }
  })
})

test('every fault has its own name', () => {
  const kinds = [...apiFaultKinds, ...tokenFaultKinds]
  expect(new Set(kinds).size).toBe(kinds.length)
})
