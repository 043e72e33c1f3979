import { createQboClient, memoryTokenStore } from 'qbo-client'
import type { Benchmark } from '../benchmark.ts'
import { whole } from '../report/number-text.ts'
import type { AnsweredCall, SimulatorProcess } from '../simulator-process.ts'
import { withSimulator } from '../with-simulator.ts'
import { reportThrottle } from './report-throttle.ts'

/** More than the ten that Intuit lets be in flight: the client has to hold them back. */
const askers = 30

/** Small questions as fast as the client lets them go, against Intuit's limits. */
export const throttleBenchmark: Benchmark = {
  name: 'throttle',
  // A little more than a minute's worth.
  usualSize: { rows: 600, rounds: 1 },
  run: ({ rows, say }) =>
    withSimulator({ invoices: 100, limited: true }, async (simulator) => {
      say(`${whole(rows)} calls within Intuit's limits …`)
      await askAll(simulator, rows)
      const calls = (await simulator.requests()).filter(({ host }) => host === 'api')
      return reportThrottle(calls.map(({ at, status }: AnsweredCall) => ({ at, status })))
    }),
}

async function askAll(simulator: SimulatorProcess, calls: number): Promise<void> {
  const { refreshToken: seedRefreshToken, ...company } = await simulator.connect()
  const { realmId, clientId, clientSecret, apiBaseUrl, tokenUrl } = company
  const client = createQboClient({
    environment: 'sandbox',
    realmId,
    clientId,
    clientSecret,
    apiBaseUrl,
    tokenUrl,
    seedRefreshToken,
    tokenStore: memoryTokenStore(),
  })
  let left = calls
  const ask = async (): Promise<void> => {
    while (left-- > 0) await client.count({ entity: 'Invoice' })
  }
  await Promise.all(Array.from({ length: askers }, ask))
}
