import type { QboClientEvent } from 'qbo-client'
import { expect, test } from 'vitest'
import { createUsageMeter } from '../../src/session/usage-meter.js'

const call = { type: 'request.completed', kind: 'query', entity: 'Invoice', metered: true } as QboClientEvent

test('whoever reads what was counted waits for what is being written, too', async () => {
  let tell = (_event: QboClientEvent): void => undefined
  let write = (): void => undefined
  const away = new Promise<void>((resolve) => (write = resolve))
  let stored = 0
  const meter = createUsageMeter(
    {
      clientId: 'app',
      realmId: '1',
      subscribe: (listener) => {
        tell = listener
        return () => undefined
      },
    },
    {
      usage: {
        async add({ calls }) {
          await away
          stored += calls
        },
      },
    },
    false,
  )
  for (let calls = 0; calls < 7; calls++) tell(call)
  const first = meter.flush(true)
  const last = meter.flush(true).then(() => stored)
  write()
  expect(await last).toBe(7)
  await first
})
