import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listenForRedirect } from '../../src/index.js'

/** Request lines of every kind: well-formed methods with odd targets, and bytes that are no HTTP at all. */
const target = fc.oneof(
  fc.constantFrom(
    '//',
    '///',
    '//:',
    '//[',
    'http://',
    'http://[',
    '*',
    '/callback',
    '/callback?state',
    '//@:x/callback',
  ),
  fc.constantFrom(
    '/callback?state=S',
    '/callback?%',
    '/callback?state=%ff&code=%',
    'http://[::1/callback',
    '\\\\x',
  ),
  fc.webUrl(),
  fc.stringMatching(/^[!-~]{1,40}$/),
)
const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'CONNECT', 'OPTIONS', 'get', 'QUERY')
const header = fc.constantFrom(
  '',
  'host: x\r\n',
  'upgrade: websocket\r\nconnection: upgrade\r\n',
  'expect: 100-continue\r\n',
)
const request = fc.oneof(
  fc.tuple(method, target, header).map(([verb, path, more]) => `${verb} ${path} HTTP/1.1\r\n${more}\r\n`),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${text}\r\n\r\n`),
)

/** Says it and leaves; gives what was answered, if anything. */
async function say(port: number, text: string): Promise<string> {
  const socket: Socket = connect(port, 'localhost')
  socket.on('error', () => undefined)
  socket.end(text)
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  await once(socket, 'close')
  return answer
}

test('no request, whatever it asks for, ends the process or the wait for the redirect', async () => {
  const loopback = await listenForRedirect({ state: 'the-right-state', port: 0 })
  const port = Number(new URL(loopback.redirectUri).port)
  expect(await say(port, 'GET // HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 404/)
  await fc.assert(
    fc.asyncProperty(request, async (text) => void (await say(port, text))),
    { numRuns: 300 },
  )
  const waiting = loopback.wait()
  const answer = await fetch(`${loopback.redirectUri}?code=C&state=the-right-state&realmId=1`)
  expect(answer.status).toBe(200)
  expect(await waiting).toEqual({ code: 'C', realmId: '1' })
  await loopback.close()
})

test('a connection that never asks anything does not hold the end of the login', async () => {
  const loopback = await listenForRedirect({ state: 'S', port: 0 })
  const silent = connect(Number(new URL(loopback.redirectUri).port), 'localhost')
  silent.on('error', () => undefined)
  await once(silent, 'connect')
  const started = performance.now()
  await loopback.close()
  expect(performance.now() - started).toBeLessThan(5_000)
  silent.destroy()
})
