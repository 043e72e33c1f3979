import { createServer as createTlsServer } from 'node:https'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { selfSign } from 'testkit/self-signed'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { connect, grant } from '../support/client.js'
import { createTestClock } from '../support/test-clock.js'

const handshakeMs = 300
const arrivals: number[] = []
let server: Server

// As far from Intuit as Quito is: a connection takes its time to be made, and once made is quick.
beforeEach(async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const company = createTlsServer(selfSign(['localhost']), (request, response) => {
    if (request.method === 'POST') return void response.end(grant().body)
    arrivals.push(performance.now())
    void delay(900).then(() => response.end(JSON.stringify({ QueryResponse: { totalCount: 1 } })))
  })
  server = createServer(
    { pauseOnConnect: true },
    (socket) => void delay(handshakeMs).then(() => company.emit('connection', socket)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return () => company.closeAllConnections()
})

afterEach(() => {
  vi.unstubAllEnvs()
  server.close()
})

test('connections that are slow to be made let no eleventh call arrive within one second', async () => {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { client } = connect({ url }, {}, { ...createTestClock(), ...systemClock })
  await Promise.all(Array.from({ length: 16 }, () => client.count({ entity: 'Invoice' })))
  const spans = arrivals.slice(10).map((at, index) => at - (arrivals[index] ?? 0))
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000)
})
