import { expect, test } from 'vitest'
import type { ScanCursor } from '../src/index.js'
import { isQboError } from '../src/index.js'
import { connect, grant, rows } from './support/client.js'
import { isTokenRequest, json, startServer } from './support/http-server.js'
import type { Reply, SeenRequest } from './support/http-server.js'

const total = 5_000
const pageSize = 6
const start = Date.parse('2026-01-01T00:00:00Z')
const records = Array.from({ length: total }, (_, index) => {
  const ms = start + Math.floor(index / 2) * 1000
  return { ms, record: { Id: String(index + 1), MetaData: { CreateTime: new Date(ms).toISOString() } } }
})

function answer(request: SeenRequest): Reply {
  const query = request.query.get('query') ?? ''
  const from = Date.parse(/>= '([^']+)'/.exec(query)?.[1] ?? '2000-01-01T00:00:00Z')
  const to = Date.parse(/< '([^']+)'/.exec(query)?.[1] ?? '2100-01-01T00:00:00Z')
  const within = records.filter(({ ms }) => ms >= from && ms < to).map(({ record }) => record)
  if (query.includes('COUNT')) return json({ QueryResponse: { totalCount: within.length } })
  const [, position, limit] = /STARTPOSITION (\d+) MAXRESULTS (\d+)/.exec(query) ?? []
  return rows('Invoice', within.slice(Number(position) - 1, Number(position) - 1 + Number(limit)))
}

test('1,000 pages through eight kinds of faults give every record exactly once, and no rejection goes unhandled', async () => {
  const unhandled: unknown[] = []
  const listen = (reason: unknown): unknown => unhandled.push(reason)
  process.on('unhandledRejection', listen)
  let state = 1
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  let pages = 0
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return random() < 0.1 ? { status: 503 } : grant()
    const good = answer(request)
    const faults: Reply[] = [
      { status: 429, body: '<IntuitResponse><Fault><Error code="3001"/></Fault></IntuitResponse>' },
      { status: 500 },
      { status: 502, body: '<html>nginx</html>' },
      { reset: true },
      { ...good, cutOff: true },
      { status: 401 },
      json({ Fault: { Error: [{ code: '10000' }], type: 'SystemFault' } }),
    ]
    const dice = random()
    // A hang costs real time, so it comes more seldom than the others.
    if (dice > 0.99) return { hang: true }
    return faults[Math.floor(dice * 10)] ?? good
  })
  const { client, clock } = connect(server, { rateLimit: false, retries: 50, timeoutMs: 40 })
  const seen = new Map<string, number>()
  let cursor: ScanCursor | undefined
  let failures = 0
  while (cursor?.done !== true) {
    try {
      for await (const page of client.scan({
        entity: 'Invoice',
        key: 'MetaData.CreateTime',
        plannedCount: total,
        pageSize,
        cursor,
      })) {
        pages += 1
        page.records.forEach(
          ({ Id }, index) => page.fresh[index] === true && seen.set(Id, (seen.get(Id) ?? 0) + 1),
        )
        cursor = JSON.parse(JSON.stringify(page.cursor)) as ScanCursor
      }
    } catch (error) {
      // Two 401 in a row, or a 10000 again and again, are final for a request: the next scan goes on from the cursor.
      if (!isQboError(error)) throw error
      failures += 1
    }
  }
  process.off('unhandledRejection', listen)
  expect(pages).toBeGreaterThanOrEqual(1_000)
  expect(seen.size).toBe(total)
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
  expect(failures).toBeLessThan(pages / 4)
  expect(clock.slept.length).toBeGreaterThan(500)
  expect(unhandled).toEqual([])
})
