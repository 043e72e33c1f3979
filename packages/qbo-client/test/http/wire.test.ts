import { createServer as createTlsServer } from 'node:https'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { selfSign } from 'testkit/self-signed'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { connect, grant } from '../support/client.js'
import { createTestClock } from '../support/test-clock.js'

let arrivals: number[] = []
let answerMs = 0
/** Of each connection, in the order in which they are made; the last of them of any other too. */
let handshakesMs: readonly number[] = []
let server: Server

// As far from Intuit as Quito is: a connection takes its time to be made, and once made is quick.
beforeEach(async () => {
  arrivals = []
  answerMs = 900
  handshakesMs = [300]
  let connections = 0
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const company = createTlsServer(selfSign(['localhost']), (request, response) => {
    if (request.method === 'POST') return void response.end(grant().body)
    arrivals.push(performance.now())
    void delay(answerMs).then(() => response.end(JSON.stringify({ QueryResponse: { totalCount: 1 } })))
  })
  server = createServer({ pauseOnConnect: true }, (socket) => {
    const handshakeMs = handshakesMs[connections++] ?? handshakesMs.at(-1)
    void delay(handshakeMs).then(() => company.emit('connection', socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return () => company.closeAllConnections()
})

afterEach(() => {
  vi.unstubAllEnvs()
  server.close()
})

const leastSpanOfEleven = (): number =>
  Math.min(...arrivals.slice(10).map((at, index) => at - (arrivals[index] ?? 0)))

test('connections that are slow to be made let no eleventh call arrive within one second', async () => {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { client } = connect({ url }, {}, { ...createTestClock(), ...systemClock })
  await Promise.all(Array.from({ length: 16 }, () => client.count({ entity: 'Invoice' })))
  expect(leastSpanOfEleven()).toBeGreaterThanOrEqual(1000)
})

// A lost packet of a handshake is sent again after a second; calls on other connections come and go meanwhile.
test('a call whose connection takes longer than others to be made counts when it leaves', async () => {
  answerMs = 20
  handshakesMs = [...Array<number>(6).fill(20), ...Array<number>(5).fill(1500), 20]
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { client } = connect({ url }, {}, { ...createTestClock(), ...systemClock })
  // The token has a connection of its own.
  await client.count({ entity: 'Invoice' })
  await delay(1300)
  await Promise.all(Array.from({ length: 30 }, () => client.count({ entity: 'Invoice' })))
  expect(arrivals).toHaveLength(31)
  expect(leastSpanOfEleven()).toBeGreaterThanOrEqual(1000)
})

test('who sends to the same company beside it does not keep a client from its turn', async () => {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = { ...createTestClock(), ...systemClock }
  const { client: other } = connect({ url }, { rateLimit: false }, clock)
  const { client } = connect({ url }, {}, clock)
  const others: Promise<unknown>[] = []
  const timer = setInterval(() => others.push(other.count({ entity: 'Invoice' })), 60)
  await delay(1500)
  const askedAt = performance.now()
  await Promise.all([1, 2, 3].map(() => client.count({ entity: 'Invoice' })))
  expect(performance.now() - askedAt).toBeLessThan(5000)
  clearInterval(timer)
  await Promise.all(others)
}, 20_000)
