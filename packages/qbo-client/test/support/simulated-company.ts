import type { Simulator } from 'qbo-simulator'
import { createClientWith } from '../../src/client.js'
import { memoryTokenStore } from '../../src/index.js'
import type { QboClient, QboClientOptions } from '../../src/index.js'
import { createTestClock } from './test-clock.js'
import type { TestClock } from './test-clock.js'

/** A client of a simulator in this process, without a socket between them and in compressed time. */
export function connectSimulator(
  simulator: Simulator,
  more: Partial<QboClientOptions> = {},
  clock: TestClock = createTestClock(),
): { readonly client: QboClient; readonly clock: TestClock } {
  const realmId = simulator.realmIds[0] ?? ''
  const client = createClientWith(
    {
      environment: 'sandbox',
      realmId,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      tokenStore: memoryTokenStore(),
      seedRefreshToken: simulator.refreshToken(realmId),
      rateLimit: false,
      fetch: async (input, init) => simulator.handle(new Request(input, init)),
      ...more,
    },
    { clock, random: () => 0.5 },
  )
  return { client, clock }
}
