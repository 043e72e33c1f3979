import { setImmediate as nextTick } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { search } from 'testkit/depth'
import { describe, expect, test } from 'vitest'
import { connect, grant, rows } from '../support/client.js'
import { createTestClock } from '../support/test-clock.js'
import { shareRateLimiter, type RateLimiter } from '../../src/http/rate-limiter.js'
import { isTokenRequest, startServer } from '../support/http-server.js'
import type { TestClock } from '../support/test-clock.js'

const limits = { perMinute: 490, perSecond: 10, concurrency: 10 }

function mostInAny(spanMs: number, times: readonly number[]): number {
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= spanMs) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

async function sendAll(
  limiters: readonly RateLimiter[],
  clock: TestClock,
  { total, latencyMs }: { readonly total: number; readonly latencyMs: number },
): Promise<number[]> {
  const starts: number[] = []
  await Promise.all(
    Array.from({ length: total }, async (_, index) =>
      limiters[index % limiters.length]?.run(async (turn) => {
        await turn()
        starts.push(clock.monotonic())
        await clock.sleep(latencyMs)
      }),
    ),
  )
  return starts
}

function race(clock: TestClock, clients: number, total: number, latencyMs: number): Promise<number[]> {
  const limiters = Array.from({ length: clients }, () => shareRateLimiter('api realm', limits, clock))
  return sendAll(limiters, clock, { total, latencyMs })
}

describe('10,000 requests', () => {
  test.each([1, 4])('of %i clients keep within the limits and use 95 % of the budget', async (clients) => {
    const clock = createTestClock()
    const began = clock.now()
    const starts = await race(clock, clients, 10_000, 250)
    expect(mostInAny(1_200, starts)).toBeLessThanOrEqual(10)
    expect(mostInAny(60_000, starts)).toBeLessThanOrEqual(490)
    const minutes = (clock.now() - began) / 60_000
    expect(10_000 / minutes).toBeGreaterThanOrEqual(475)
  })
})

test('a machine whose timers are late keeps within the limits', async () => {
  const steady = createTestClock()
  let naps = 0
  // Every seventh timer is late by half a second to two seconds, as on a machine with too much to do.
  const sleep: TestClock['sleep'] = async (ms, signal) => {
    naps += 1
    return steady.sleep(naps % 7 === 0 ? ms + 500 + (naps % 4) * 500 : ms, signal)
  }
  const starts = await race({ ...steady, sleep }, 2, 500, 250)
  expect(mostInAny(1_200, starts)).toBeLessThanOrEqual(10)
})

test('a network that stands still for a fifth of a second, however often, lets no eleventh arrive within one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ afterMs: fc.nat(1500), lastsMs: fc.nat(200) }), { maxLength: 40 }),
      fc.integer({ min: 0, max: 3000 }),
      async (stalls, latencyMs) => {
        const clock = createTestClock()
        let stallEnds = clock.monotonic()
        const still = stalls.map(({ afterMs, lastsMs }) => {
          const from = stallEnds + afterMs
          stallEnds = from + lastsMs
          return { from, to: stallEnds }
        })
        const starts = await race(clock, 1, 60, latencyMs)
        const arrivals = starts.map((at) => still.find(({ from, to }) => at >= from && at < to)?.to ?? at)
        expect(mostInAny(1_000, arrivals)).toBeLessThanOrEqual(10)
      },
    ),
    search({ quick: 100, deep: 3_000 }),
  )
})

test('ten that are wanted at once leave at once where nothing has left for a while, and the next behind them', async () => {
  const clock = createTestClock()
  const limiter = shareRateLimiter('api realm', limits, clock)
  clock.advance(1_200)
  const began = clock.monotonic()
  const starts = await sendAll([limiter], clock, { total: 12, latencyMs: 50 })
  expect(starts.map((at) => at - began)).toEqual([...Array<number>(10).fill(0), 1_200, 1_200])
})

test.each([
  ['that has just begun', () => undefined],
  // A worker that had the company before.
  ['that has sent to it long ago', (clock: TestClock) => race(clock, 1, 3, 50)],
])('a process %s counts as if another one had sent until then', async (_, before) => {
  const first = createTestClock()
  const next = createTestClock()
  await before(next)
  const others = await race(first, 1, 40, 50)
  next.advance(first.now() - next.now())
  const own = await race(next, 1, 40, 50)
  expect(mostInAny(1_000, [...others, ...own])).toBeLessThanOrEqual(10)
})

test('an answer that was given is held no longer, although others wait for their turn', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const limiter = shareRateLimiter('held answers', { ...limits, concurrency: 2 }, createTestClock())
  const held: WeakRef<object>[] = []
  const ask = async (): Promise<void> => {
    const answer = await limiter.run(() => Promise.resolve({ text: 'a page' }))
    held.push(new WeakRef(answer))
  }
  let goOn = (): void => undefined
  const later = new Promise<void>((resolve) => (goOn = resolve))
  const asked = Array.from({ length: 12 }, ask)
  const waiting = Array.from({ length: 8 }, () => limiter.run(() => later))
  await Promise.all(asked)
  await nextTick()
  collectGarbage()
  expect(held.filter((answer) => answer.deref() !== undefined)).toEqual([])
  goOn()
  await Promise.all(waiting)
})

test('no more than the allowed number are in flight', async () => {
  const clock = createTestClock()
  const limiter = shareRateLimiter('api realm', { perMinute: 1000, perSecond: 1000, concurrency: 3 }, clock)
  let flying = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 30 }, async () =>
      limiter.run(async (turn) => {
        await turn()
        flying += 1
        most = Math.max(most, flying)
        await clock.sleep(10)
        flying -= 1
      }),
    ),
  )
  expect(most).toBe(3)
})

test('clients of one realm share the strictest limits, others do not', async () => {
  const clock = createTestClock()
  const loose = shareRateLimiter('one', limits, clock)
  shareRateLimiter('one', { ...limits, perSecond: 1 }, clock)
  const other = shareRateLimiter('two', limits, clock)
  const waits = await Promise.all(
    [loose, loose, other, other].map(async (limiter) =>
      limiter.run(async (turn) => Math.floor(await turn())),
    ),
  )
  expect(waits).toEqual([0, 1200, 0, 120])
})

test('a throttle fault holds the whole realm back for 60 seconds, and nobody else goes in between (tap-quickbooks#72)', async () => {
  const clock = createTestClock()
  const times: number[] = []
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    times.push(clock.now())
    return times.length <= 3 ? { status: 429, body: '' } : rows('Customer', [{ Id: '1' }])
  })
  const one = connect(server, { rateLimit: { concurrency: 1 } }, clock)
  const two = connect(server, {}, clock)
  await one.client.query('SELECT * FROM Customer')
  await two.client.query('SELECT * FROM Customer')
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  for (const gap of gaps.slice(0, 3)) expect(gap).toBeGreaterThanOrEqual(60_000)
  expect(times).toHaveLength(5)
})

test.each<[string, number, string]>([
  ['429', 429, '<IntuitResponse><Fault type="SERVICE"><Error code="3001"/></Fault></IntuitResponse>'],
  [
    '403 (python-quickbooks#43)',
    403,
    '<IntuitResponse time="x"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=403</Message></Error></Fault></IntuitResponse>',
  ],
  ['200', 200, '{"fault":{"error":[{"code":"003001"}]}}'],
])('a throttle fault is known by its code in HTTP %s', async (_name, status, body) => {
  let calls = 0
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    calls += 1
    return calls === 1 ? { status, body, headers: { 'retry-after': '7' } } : rows('Customer', [])
  })
  const { client, clock, events } = connect(server)
  const began = clock.now()
  await client.query('SELECT * FROM Customer')
  expect(clock.now() - began).toBeGreaterThanOrEqual(7_000)
  expect(clock.now() - began).toBeLessThan(10_000)
  expect(events).toContainEqual(expect.objectContaining({ type: 'request.retried', code: 'QBO_THROTTLED' }))
  expect(events).toContainEqual(expect.objectContaining({ type: 'throttle.waited' }))
})

test('a wait for the limiter ends at once by the signal, with the reason untouched', async () => {
  const server = await startServer((request) => (isTokenRequest(request) ? grant() : rows('Customer', [])))
  const { client, clock } = connect(server, { rateLimit: { perMinute: 1 } })
  await client.query('SELECT * FROM Customer')
  const began = clock.now()
  const controller = new AbortController()
  const reason = { any: 'value' }
  const waiting = client.query('SELECT * FROM Customer', { signal: controller.signal })
  const queued = Array.from({ length: 20 }, async () =>
    client.query('SELECT 1', { signal: controller.signal }),
  )
  controller.abort(reason)
  for (const call of [waiting, ...queued]) await expect(call).rejects.toBe(reason)
  expect(clock.now()).toBe(began)
  expect(server.api).toHaveLength(1)
})

describe('a long pause', () => {
  test.each([
    ['of an hour', '3600', 3_600_000],
    ['longer than any timer', '2678400', 2_678_400_000],
    ['beyond all time', '9'.repeat(30), 2_678_400_000],
  ])(
    '%s is waited for by nobody: whoever asks meanwhile fails at once, unsent',
    async (_name, seconds, ms) => {
      let refused = 0
      const server = await startServer((request) => {
        if (isTokenRequest(request)) return grant()
        refused += 1
        return { status: 429, headers: { 'retry-after': seconds } }
      })
      const { client, clock } = connect(server, { rateLimit: { concurrency: 1 } })
      const began = clock.now()
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, async () => client.query('SELECT * FROM Customer')),
      )
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ reason: { code: 'QBO_THROTTLED', retryable: true } })
      expect(refused).toBe(1)
      expect(clock.now() - began).toBeLessThan(1000)
      const { reason } = outcomes.at(-1) as PromiseRejectedResult
      expect((reason as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(ms - 1000)
      // Another client of the company is told the same, and it ends.
      const other = connect(server, {}, clock)
      await expect(other.client.query('SELECT * FROM Item')).rejects.toMatchObject({ code: 'QBO_THROTTLED' })
      clock.advance(ms)
      await expect(other.client.query('SELECT * FROM Item')).rejects.toMatchObject({ status: 429 })
      expect(refused).toBe(2)
    },
  )
})

describe('the pause after a throttle fault that does not say how long', () => {
  test.each<[string, object, number]>([
    ['is a minute', {}, 60_000],
    ['is an option', { throttlePauseMs: 5000 }, 5000],
    ['is a minute without limits too', { rateLimit: false }, 60_000],
    ['is an option without limits too', { rateLimit: false, throttlePauseMs: 2000 }, 2000],
  ])('%s, and is told before it begins', async (_name, options, pauseMs) => {
    let calls = 0
    const server = await startServer((request) => {
      if (isTokenRequest(request)) return grant()
      calls += 1
      return calls === 1 ? { status: 429 } : rows('Customer', [])
    })
    const told: number[][] = []
    const clock = createTestClock()
    const { client } = connect(
      server,
      {
        ...options,
        onEvent: (event) => {
          if (event.type === 'request.retried') told.push([event.waitMs, clock.now()])
        },
      },
      clock,
    )
    const began = clock.now()
    await client.query('SELECT * FROM Customer')
    expect(told).toEqual([[pauseMs, began]])
    expect(clock.now() - began).toBe(pauseMs)
  })
})
