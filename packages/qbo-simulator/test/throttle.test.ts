import { expect, test } from 'vitest'
import { createHarness } from './harness.js'

const statement = 'SELECT COUNT(*) FROM Invoice'

test('ten calls a second pass, the eleventh gets 3001 as XML without Retry-After', async () => {
  let now = Date.parse('2026-01-05T12:00:00Z')
  const { query } = createHarness({}, { now: () => now, limits: { perMinute: 500, perSecond: 10 } })
  for (let call = 0; call < 10; call++) expect((await query(statement)).status).toBe(200)
  const refused = await query(statement)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('content-type')).toBe('application/xml;charset=UTF-8')
  expect(refused.headers.get('retry-after')).toBeNull()
  expect(await refused.text()).toContain(
    '<Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>' +
      '<Detail>The request limit was reached.  Try again later</Detail></Error></Fault>',
  )
  now += 1000
  expect((await query(statement)).status).toBe(200)
})

test('the minute slides', async () => {
  const start = Date.parse('2026-01-05T12:00:00Z')
  let now = start
  const { query } = createHarness({}, { now: () => now, limits: { perMinute: 3, perSecond: 2 } })
  const statuses: number[] = []
  for (const ms of [0, 10_000, 20_000, 59_999, 60_000, 60_001, 70_000]) {
    now = start + ms
    statuses.push((await query(statement)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 429, 200, 429, 200])
})

test('more than ten at the same time are too many', async () => {
  const { query } = createHarness({}, { limits: { perMinute: 500, perSecond: 500 }, latencyMs: 20 })
  await query(statement)
  const answers = await Promise.all(Array.from({ length: 11 }, () => query(statement)))
  expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
    ...Array<number>(10).fill(200),
    429,
  ])
})

test("companies do not take each other's calls", async () => {
  const companies = [{ records: {} }, { realmId: '2', records: {} }]
  const now = (): number => Date.parse('2026-01-05T12:00:00Z')
  const { query, get, simulator, token } = createHarness(
    {},
    { companies, now, limits: { perMinute: 1, perSecond: 1 } },
  )
  expect([(await query(statement)).status, (await query(statement)).status]).toEqual([200, 429])
  const tokens = (await (await token({ refresh_token: simulator.refreshToken('2') })).json()) as {
    access_token: string
  }
  const authorization = `Bearer ${tokens.access_token}`
  expect((await get('/v3/company/2/companyinfo/2', { authorization })).status).toBe(200)
})
