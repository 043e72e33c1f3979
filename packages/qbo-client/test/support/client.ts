import { memoryTokenStore } from '../../src/auth/memory-token-store.js'
import { createClientWith } from '../../src/client.js'
import type { QboClient } from '../../src/client.js'
import type { QboClientEvent } from '../../src/events.js'
import type { QboClientOptions } from '../../src/options.js'
import { createTestClock } from './test-clock.js'
import type { TestClock } from './test-clock.js'
import { json } from './http-server.js'
import type { Reply, TestServer } from './http-server.js'

export const realmId = '4620816365001234560'

export interface TestClient {
  readonly client: QboClient
  readonly clock: TestClock
  readonly events: QboClientEvent[]
}

/** A client of a test server, in compressed time. */
export function connect(
  server: Pick<TestServer, 'url'>,
  more: Partial<QboClientOptions> = {},
  clock: TestClock = createTestClock(),
): TestClient {
  const events: QboClientEvent[] = []
  const client = createClientWith(
    {
      environment: 'sandbox',
      realmId,
      clientId: 'client-id',
      clientSecret: 'client-secret-very-secret',
      tokenStore: memoryTokenStore(),
      seedRefreshToken: 'RT1-seed-refresh-token',
      apiBaseUrl: server.url,
      tokenUrl: `${server.url}/token`,
      onEvent: (event) => events.push(event),
      ...more,
    },
    { clock, random: () => 0.5 },
  )
  return { client, clock, events }
}

let granted = 0

/** A grant of the token host. */
export function grant(more: Record<string, unknown> = {}): Reply {
  granted += 1
  return json({
    token_type: 'bearer',
    access_token: `access-token-${granted}`,
    refresh_token: `RT1-refresh-token-${granted}`,
    expires_in: 3600,
    x_refresh_token_expires_in: 8_726_400,
    ...more,
  })
}

/** An answer of the API with some records. */
export function rows(entity: string, records: readonly unknown[]): Reply {
  return json({
    QueryResponse:
      records.length === 0 ? {} : { [entity]: records, startPosition: 1, maxResults: records.length },
    time: '2026-01-14T16:30:00.123-08:00',
  })
}
