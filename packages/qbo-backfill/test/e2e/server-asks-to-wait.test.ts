import { createServer, request as send } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli, runHere } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

const range = ['--from', '2022-01-01', '--to', '2025-01-01']

const host = hostOfEachTest({ seed: 5, customers: 20, items: 10, invoices: 50 }, serverDatabaseWithTables)
let front: Server
let isRefused: (url: string) => boolean
let refuse: (response: ServerResponse) => void
let refused: number

/** QuickBooks, but for what is refused. */
beforeEach(async () => {
  refused = 0
  front = createServer((request, response) => {
    const { method, headers, url = '' } = request
    if (isRefused(url)) {
      refused += 1
      refuse(response)
      return
    }
    const onward = send(`${host.server.apiBaseUrl}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
})

afterEach(() => {
  front.closeAllConnections()
  front.close()
})

function environment(): NodeJS.ProcessEnv {
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  return {
    ...host.environment(),
    QBO_API_BASE_URL: url,
    QBO_TOKEN_URL: `${url}${new URL(host.server.tokenUrl).pathname}`,
  }
}

const isPage = (url: string): boolean => /query=SELECT%20\*/i.test(url)

test.each<[string, number, (url: string) => boolean, string, string]>([
  ['the pages of a run', 429, isPage, '3600', 'QBO_THROTTLED'],
  ['the pages of a run', 503, isPage, '3600', 'QBO_SERVER_ERROR'],
  ['its plan', 429, (url) => url.includes('/v3/'), '3600', 'QBO_THROTTLED'],
  ['the token host', 503, (url) => !url.includes('/v3/'), '3600', 'QBO_REFRESH_FAILED'],
  ['the pages of a run, for longer than any timer', 429, isPage, '99999999999', 'QBO_THROTTLED'],
])(
  'a Retry-After of %s with HTTP %i ends it at once: the host knows when to come again, and the company is free',
  async (_name, status, matches, seconds, code) => {
    isRefused = matches
    refuse = (response) => response.writeHead(status, { 'retry-after': seconds }).end()
    const entities = ['--entities', 'customers,items,invoices']
    const began = Date.now()
    const ended = await runHere(['run', ...entities, ...range], environment())
    expect(ended.exitCode).toBe(75)
    const { type, error } = ended.events.at(-1) as {
      type: string
      error: { code: string; retryable: boolean; resumeAfter: string }
    }
    expect([type, error.code, error.retryable]).toEqual(['run.failed', code, true])
    const asked = Math.min(Number(seconds), 31 * 86_400) * 1000
    expect(Date.parse(error.resumeAfter)).toBeGreaterThanOrEqual(began + asked)
    expect(Date.parse(error.resumeAfter)).toBeLessThanOrEqual(Date.now() + asked)
    // No more than were under way together.
    expect(refused).toBeLessThanOrEqual(10)
    const types = new Set(ended.events.map((event) => event['type']))
    for (const waited of ['request.retried', 'segment.retried', 'throttle.waited', 'warning'])
      expect(types).not.toContain(waited)
    isRefused = () => false
    // Another process: this one would remember.
    const again = await runCli(['run', ...entities, ...range], environment())
    expect([again.exitCode, again.stderr]).toEqual([0, ''])
  },
)

test('an outage that answers HTTP 500 with code 3100 is no mistake of configuration', async () => {
  host.simulator.inject({ kind: 'forbidden', status: 500, times: 3 })
  isRefused = () => false
  const ended = await runHere(['run', '--entities', 'customers', ...range], environment())
  expect(ended.exitCode).toBe(0)
  const codes = ended.events.filter(({ type }) => type === 'request.retried').map((event) => event['code'])
  expect(codes).toEqual(['QBO_SERVER_ERROR', 'QBO_SERVER_ERROR', 'QBO_SERVER_ERROR'])
})
