import { createQboClient, memoryTokenStore } from 'qbo-client'
import type { Benchmark } from '../benchmark.ts'
import { whole } from '../report/number-text.ts'
import type { AnsweredCall, SimulatorProcess } from '../simulator-process.ts'
import { withSimulator } from '../with-simulator.ts'
import { reportThrottle } from './report-throttle.ts'

/** More than the ten that Intuit lets be in flight: the client has to hold them back. */
const askers = 30

/** A little more than a minute's worth. */
const calls = 600

/** Small questions as fast as the client lets them go, against Intuit's limits. */
export const throttleBenchmark: Benchmark = {
  name: 'throttle',
  // It has a size of its own: the minute that the limit is for.
  usualSize: { rows: 100, rounds: 1 },
  run: ({ say }) =>
    withSimulator({ invoices: 100, limited: true }, async (simulator) => {
      say(`${whole(calls)} calls within Intuit's limits …`)
      await askAll(simulator)
      const answered = (await simulator.requests()).filter(({ host }) => host === 'api')
      return reportThrottle(answered.map(({ at, status }: AnsweredCall) => ({ at, status })))
    }),
}

async function askAll(simulator: SimulatorProcess): Promise<void> {
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
