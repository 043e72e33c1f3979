import { expect, test } from 'vitest'
import { createLatency } from '../src/http/latency.js'
import { generateCompany, type Latency } from '../src/index.js'
import { createRandom } from '../src/random.js'
import { createHarness, invoice } from './harness.js'

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

test('each kind of answer takes its own time, and what is in it takes more', async () => {
  const many = Array.from({ length: 40 }, (_, index) => invoice(index + 1, '2024-01-10T10:00:00-08:00'))
  const latencyMs: Latency = { count: 60, query: 20, row: 5, token: 30 }
  const { query, token } = createHarness({ Invoice: many }, { latencyMs })
  expect(await msOf(() => token())).toBeGreaterThanOrEqual(29)
  await query('SELECT COUNT(*) FROM Customer')
  expect(await msOf(() => query('select  count(*) from Invoice'))).toBeGreaterThanOrEqual(59)
  // 40 records of 5 ms, and 20 ms for the question.
  expect(await msOf(() => query('SELECT * FROM Invoice'))).toBeGreaterThanOrEqual(219)
})

test('chance makes answers longer and shorter, within its bounds and the same for the same seed', () => {
  const times = (seed: number): number[] => {
    const latency = createLatency({ query: 100, jitter: 0.3 }, createRandom(seed))
    return Array.from({ length: 200 }, () => latency.before('query'))
  }
  expect(times(1)).toEqual(times(1))
  expect(times(1)).not.toEqual(times(2))
  expect(Math.min(...times(1))).toBeGreaterThanOrEqual(70)
  expect(Math.max(...times(1))).toBeLessThanOrEqual(130)
  expect(Math.max(...times(1)) - Math.min(...times(1))).toBeGreaterThan(40)
})

test('bytes take time by the million', () => {
  const latency = createLatency({ megabyte: 500 }, createRandom(1))
  expect(latency.after({ rows: 9, bytes: 2_000_000 })).toBe(1000)
})

test('the last tenth of the days holds the share of the invoices that is asked for', () => {
  const company = generateCompany({ invoices: 2000, from: '2022-01-01', to: '2025-01-01', lastTenth: 0.9 })
  const late = (company.records['Invoice'] ?? []).filter(
    (record) => String(record['TxnDate']) >= '2024-09-13',
  )
  expect(late.length).toBeGreaterThan(1750)
  expect(late.length).toBeLessThan(1850)
})

test('a share beyond the whole is refused', () => {
  expect(() => generateCompany({ lastTenth: 1.5 })).toThrow('lastTenth must be from 0 to 1, not 1.5')
})
