import { createSimulator, generateCompany } from 'qbo-simulator'
import { depth } from 'testkit/depth'
import { expect, test } from 'vitest'
import { connectSimulator } from './support/simulated-company.js'
import { createTestClock } from './support/test-clock.js'

const requests = depth({ quick: 2_000, deep: 10_000 })

function mostInAny(spanMs: number, times: readonly number[]): number {
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= spanMs) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

test.each([1, 4])(
  'thousands of requests of %i clients meet no 429 of a simulator at Intuit’s limits and use 95 % of the budget',
  async (clients) => {
    const clock = createTestClock()
    const simulator = createSimulator({
      companies: [generateCompany({ seed: 1, invoices: 5 })],
      now: () => clock.now(),
    })
    const arrivals: number[] = []
    simulator.onRequest(() => void arrivals.push(clock.now()))
    // One realm in one process, whoever asks: the clock tells the limiter that they share their time.
    const all = Array.from(
      { length: clients },
      () => connectSimulator(simulator, { rateLimit: {} }, clock).client,
    )
    const began = clock.now()
    await Promise.all(
      Array.from({ length: requests }, async (_, index) =>
        all[index % clients]?.count({ entity: 'Invoice' }),
      ),
    )
    const api = simulator.requests.filter(({ path }) => path.includes('/query'))
    expect(api).toHaveLength(requests)
    expect(api.filter(({ status }) => status !== 200)).toEqual([])
    expect(mostInAny(1_000, arrivals)).toBeLessThanOrEqual(10)
    expect(mostInAny(60_000, arrivals)).toBeLessThanOrEqual(500)
    expect(requests / ((clock.now() - began) / 60_000)).toBeGreaterThanOrEqual(475)
  },
)
