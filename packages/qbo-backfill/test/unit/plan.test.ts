import { createQboClient, findEntity, memoryTokenStore, type EntityDefinition } from 'qbo-client'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { describe, expect, test } from 'vitest'
import { forecastCalls } from '../../src/plan/forecast-calls.js'
import { makePlan, type Plan } from '../../src/plan/plan.js'
import { parseRange } from '../../src/plan/range.js'
import { limitCalls } from '../../src/run/call-budget.js'
import { qboSource, type Source } from '../../src/source/source.js'

type Answer = (response: Response) => Response | Promise<Response>

/** A company in this process, without a socket. */
function connect(simulator: Simulator, answer: Answer = (response) => response): Source {
  return qboSource(
    createQboClient({
      environment: 'sandbox',
      realmId: simulator.realmIds[0] ?? '',
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      tokenStore: memoryTokenStore(),
      seedRefreshToken: simulator.refreshToken(),
      rateLimit: false,
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
  invoices: 20_000,
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
  test('counts every entity and cuts many rows into segments that hold all of them', async () => {
    const planned = await plan(createSimulator({ companies: [company], limits: false }), [
      'Invoice',
      'Customer',
      'CompanyInfo',
    ])
    const [invoices, customers, info] = planned.entities
    expect(planned.entities.map(({ entity }) => entity.name)).toEqual(['Invoice', 'Customer', 'CompanyInfo'])
    const segments = planned.segments.filter(({ entity }) => entity === 'Invoice')
    expect(segments.map(({ number }) => number)).toEqual([1, 2])
    expect(segments.reduce((sum, { plannedCount }) => sum + plannedCount, 0)).toBe(invoices?.expected)
    expect([customers?.totalAtSource, info?.expected]).toEqual([40, 1])
    expect(forecastCalls(planned)).toBeGreaterThan(20)
  })

  test.each(['2021-01-01', '2010-01-01'])(
    'cuts a range from %s, before the first invoice, where as many rows lie before as after',
    async (from) => {
      const simulator = createSimulator({ companies: [company], limits: false })
      const planned = await plan(simulator, ['Invoice'], { range: parseRange(from, '2024-01-01', 'UTC') })
      const [first, second, ...more] = planned.segments
      expect(more).toEqual([])
      expect([first?.number, second?.number, first?.firstWindow]).toEqual([1, 2, 0])
      expect(first?.endWindow).toBe(second?.firstWindow)
      expect(second?.endWindow).toBe(planned.entities[0]?.windows.length)
      expect(Number(first?.plannedCount) + Number(second?.plannedCount)).toBe(20_000)
      expect(Math.abs(Number(first?.plannedCount) - 10_000)).toBeLessThan(1000)
    },
  )

  test('reads nothing of what is empty, and forecasts the two looks at what has changed', async () => {
    const planned = await plan(createSimulator({ companies: [company], limits: false }), ['Bill'])
    expect([planned.segments, planned.entities[0]?.expected, forecastCalls(planned)]).toEqual([[], 0, 2])
  })

  test('has no window for a list whose range is not settled yet, and says so', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const planned = await plan(simulator, ['Customer'], {
      range: parseRange('2099-01-01', '2099-02-01', 'UTC'),
    })
    expect(planned.entities[0]).toMatchObject({ windows: [], expected: 0 })
    expect(planned.notices).toEqual([expect.stringContaining('is not settled')])
  })

  test('has no segment for a part of the range in which there is nothing', async () => {
    const oneYear = generateCompany({ seed: 5, invoices: 16_000, from: '2022-01-01', to: '2023-01-01' })
    const planned = await plan(createSimulator({ companies: [oneYear], limits: false }), ['Invoice'], {
      range: parseRange('2021-01-01', '2024-01-01', 'UTC'),
      windowSize: 'year',
    })
    expect(planned.segments).toMatchObject([{ number: 1, endWindow: 2, plannedCount: 16_000 }])
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
    // The token's answer has no time; the three whole counts come first.
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

  test('leaves out what the company has no plan for, unless nothing else is asked for', async () => {
    const simulator = createSimulator({ companies: [company], limits: false })
    const lacking = { kind: 'feature-not-supported', times: 1, match: { entity: 'Customer' } } as const
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
