import { createQboClient, findEntity, memoryTokenStore, type EntityDefinition } from 'qbo-client'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { describe, expect, test } from 'vitest'
import { forecastCalls } from '../../src/plan/forecast-calls.js'
import { makePlan, type Plan } from '../../src/plan/plan.js'
import { parseRange } from '../../src/plan/range.js'
import { limitCalls } from '../../src/session/call-budget.js'
import { qboSource, type Source } from '../../src/source/source.js'

type Answer = (response: Response) => Response | Promise<Response>

/** A company in this process, without a socket. */
function connect(
  simulator: Simulator,
  answer: Answer = (response) => response,
  pace: 'at once' | 'in turns' = 'at once',
): Source {
  return qboSource(
    createQboClient({
      environment: 'sandbox',
      realmId: simulator.realmIds[0] ?? '',
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      tokenStore: memoryTokenStore(),
      seedRefreshToken: simulator.refreshToken(),
      ...(pace === 'at once' ? { rateLimit: false } : {}),
      retries: 0,
      fetch: async (input, init) => answer(await simulator.handle(new Request(input, init))),
    }),
  )
}

function entities(...names: string[]): EntityDefinition[] {
  return names.map((name) => findEntity(name)).filter((found) => found !== undefined)
}

const company = generateCompany({
  seed: 3,
  customers: 40,
  items: 10,
  invoices: 2000,
  from: '2022-01-01',
  to: '2024-01-01',
})
const range = parseRange('2022-01-01', '2024-01-01', 'UTC')

function plan(
  simulator: Simulator,
  names: readonly string[],
  more: Partial<Parameters<typeof makePlan>[0]> = {},
): Promise<Plan> {
  return makePlan({
    source: connect(simulator),
    entities: entities(...names),
    range,
    windowSize: undefined,
    ...more,
  })
}

describe('a plan', () => {
  test('counts every entity, and has a segment for each set that has rows', async () => {
    const planned = await plan(createSimulator({ companies: [company], limits: false }), [
      'Invoice',
      'Customer',
      'CompanyInfo',
    ])
    const [invoices, customers, info] = planned.entities
    expect(planned.entities.map(({ entity }) => entity.name)).toEqual(['Invoice', 'Customer', 'CompanyInfo'])
    expect(planned.segments.filter(({ entity }) => entity === 'Invoice')).toEqual([
      {
        number: 1,
        entity: 'Invoice',
        kind: 'transaction',
        firstWindow: 0,
        endWindow: invoices?.windows.length,
        plannedCount: invoices?.expected,
      },
    ])
    expect([customers?.totalAtSource, info?.expected]).toEqual([40, 1])
    // Some customers were made before the range: one count asks whether all of them have a time.
    expect(forecastCalls(planned)).toBe(14)
  })

  test('learns from one answer that an entity takes no clause about Active', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    await plan(simulator, ['JournalCode'])
    const refused = simulator.requests.filter(({ path, status }) => path.startsWith('/v3/') && status === 400)
    expect(refused).toHaveLength(1)
  })

  test('fails where the range cannot be counted although the whole can', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    simulator.inject({ kind: 'unknown-entity', times: 9, match: { statement: 'TxnDate' } })
    await expect(plan(simulator, ['Invoice', 'Item'])).rejects.toMatchObject({ code: 'QBO_QUERY_INVALID' })
  })

  test('asks for all counts at once', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    let open = 0
    let most = 0
    const slow: Answer = async (response) => {
      most = Math.max(most, (open += 1))
      await new Promise((resolve) => setTimeout(resolve, 50))
      open -= 1
      return response
    }
    const source = connect(simulator, slow)
    await source.authorize?.()
    await plan(simulator, ['Invoice', 'Customer', 'CompanyInfo'], { source })
    // Each whole, and those that have a time in the range; no customer is of before it.
    expect(most).toBe(5)
  })

  test('reads nothing of what is empty, and forecasts a count of it and a look at what has changed', async () => {
    const planned = await plan(createSimulator({ companies: [company], limits: false }), ['Bill'])
    expect([planned.segments, planned.entities[0]?.expected, forecastCalls(planned)]).toEqual([[], 0, 3])
  })

  test('has no window for a list whose range is not settled yet, and says so', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const planned = await plan(simulator, ['Customer'], {
      range: parseRange('2099-01-01', '2099-02-01', 'UTC'),
    })
    expect(planned.entities[0]).toMatchObject({ windows: [], expected: 0 })
    expect(planned.notices).toEqual([expect.stringContaining('is not settled')])
  })

  test('goes by the clock of this machine where QuickBooks does not tell its own', async () => {
    const timeless: Answer = async (response) =>
      new Response((await response.text()).replace(/"time":"[^"]*"/u, '"time":""'), {
        status: response.status,
      })
    const source = connect(createSimulator({ companies: [company], limits: false }), timeless)
    const before = Date.now() - 301_000
    const { settledBefore } = await plan(createSimulator({ companies: [company] }), ['Item'], { source })
    expect(Date.parse(settledBefore)).toBeGreaterThan(before)
    expect(Date.parse(settledBefore)).toBeLessThanOrEqual(Date.now() - 299_000)
  })

  test('is settled before the first of its counts was made', async () => {
    const clocks = ['2026-03-01T10:00:07Z', '2026-03-01T10:00:00Z', '2026-03-01T10:00:09Z']
    const telling: Answer = async (response) =>
      new Response(
        (await response.text()).replace(/"time":"[^"]*"/u, `"time":"${clocks.shift() ?? clocks.join()}"`),
        {
          status: response.status,
        },
      )
    const source = connect(createSimulator({ companies: [company], limits: false }), telling)
    // The token's answer has no time, and some of the others have none.
    const { settledBefore } = await plan(
      createSimulator({ companies: [company] }),
      ['Item', 'Customer', 'Bill'],
      {
        source,
      },
    )
    expect(settledBefore).toBe('2026-03-01T09:55:00Z')
  })

  test('fails only when all that it asked is answered: what is still under way would not be counted', async () => {
    let open = 0
    const slow: Answer = async (response) => {
      open += 1
      if (response.ok) await new Promise((resolve) => setTimeout(resolve, 50))
      open -= 1
      return response
    }
    const simulator = createSimulator({ companies: [company], limits: false })
    const source = connect(simulator, slow)
    await source.count({ entity: 'Item' })
    simulator.inject({ kind: 'forbidden', times: 1 })
    await expect(plan(simulator, ['Customer', 'Item', 'Invoice'], { source })).rejects.toMatchObject({
      code: 'QBO_ENVIRONMENT_MISMATCH',
    })
    expect(open).toBe(0)
  })

  test('asks a company that is not connected no more than it has under way, however many entities there are', async () => {
    const simulator = createSimulator({ companies: [company] })
    simulator.inject({ kind: 'unauthorized', times: 1000 })
    const source = connect(simulator, undefined, 'in turns')
    const names = ['Customer', 'Item', 'Invoice', 'Bill', 'Payment', 'Vendor']
    await expect(plan(simulator, names, { source })).rejects.toMatchObject({ code: 'QBO_UNAUTHORIZED' })
    const refused = simulator.requests.filter(({ status }) => status === 401)
    // One with the old token and with a new one, and those that were sent meanwhile; of some thirty.
    expect(refused.length).toBeLessThan(names.length)
  })

  test('leaves out what the company has no plan for, unless nothing else is asked for', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const lacking = { kind: 'feature-not-supported', times: 3, match: { entity: 'Customer' } } as const
    simulator.inject(lacking)
    const planned = await plan(simulator, ['Customer', 'Item'])
    expect([planned.entities.map(({ entity }) => entity.name), planned.notices]).toEqual([
      ['Item'],
      [expect.stringContaining('Customer: left out')],
    ])
    simulator.inject(lacking)
    await expect(plan(simulator, ['Customer'])).rejects.toMatchObject({ code: 'QBO_FEATURE_UNAVAILABLE' })
    simulator.inject({ kind: 'forbidden', times: 1 })
    await expect(plan(simulator, ['Customer', 'Item'])).rejects.toMatchObject({
      code: 'QBO_ENVIRONMENT_MISMATCH',
    })
  })
})

describe('an entity that a plan leaves out', () => {
  test('is told from one whose clause about Active is refused', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const refuse = (statement: string): (() => void) =>
      simulator.inject({ kind: 'unknown-entity', times: 9, match: { statement } })
    const stop = refuse('FROM Department')
    const planned = await plan(simulator, ['Department', 'Item'])
    expect(planned.leftOut).toEqual({ Department: { code: 'QBO_QUERY_INVALID', nothingThere: 'right' } })
    stop()
    refuse('FROM Department WHERE Active')
    await expect(plan(simulator, ['Department', 'Item'])).rejects.toMatchObject({ code: 'QBO_QUERY_INVALID' })
  })

  test('may be one that its user may not read, or one that has no Active', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    simulator.inject({ kind: 'permission-denied', times: 9, match: { entity: 'Employee' } })
    simulator.inject({ kind: 'unknown-entity', times: 9, match: { entity: 'TaxAgency' } })
    const planned = await plan(simulator, ['Employee', 'TaxAgency', 'TimeActivity', 'Item'])
    expect(planned.leftOut).toEqual({
      Employee: { code: 'QBO_FORBIDDEN', nothingThere: 'unknown' },
      TaxAgency: { code: 'QBO_QUERY_INVALID', nothingThere: 'right' },
    })
    expect(planned.notices).toHaveLength(2)
    // What CDC does not know is counted by its age as well.
    expect(planned.entities.map(({ createdBefore }) => createdBefore)).toEqual([0, undefined])
  })
})

describe('calls that a run may spend', () => {
  test('are counted before they are made, with those spent before', async () => {
    const source = connect(createSimulator({ companies: [company], limits: false }))
    const budget = limitCalls(source, 3)
    budget.spent(1)
    await source.count({ entity: 'Item' })
    await source.count({ entity: 'Item' })
    await expect(source.count({ entity: 'Item' })).rejects.toMatchObject({
      code: 'BACKFILL_BUDGET_SPENT',
      retryable: true,
    })
    budget.stop()
    await expect(source.count({ entity: 'Item' })).resolves.toMatchObject({ count: 10 })
  })

  test('are not counted without a limit', async () => {
    const source = connect(createSimulator({ companies: [company], limits: false }))
    const budget = limitCalls(source, undefined)
    budget.spent(1000)
    await expect(source.count({ entity: 'Item' })).resolves.toMatchObject({ count: 10 })
    budget.stop()
  })
})
