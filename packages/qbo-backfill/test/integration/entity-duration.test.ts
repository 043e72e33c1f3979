import { afterEach, expect, test, vi } from 'vitest'
import type { PageSink } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => {
  vi.useRealTimers()
  return company.close()
})

const range = { from: '2020-01-01', to: '2025-01-01', entities: ['customers', 'invoices'] }
const pageMs = 400

test('the report says how long an entity took by the clock on the wall, over all executions of the run', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2001, customers: 20 })
  // The clock of durations stands still but for what passes here: how busy the machine is does not count.
  vi.useFakeTimers({ toFake: ['performance'] })
  const pages = new Map<string, number>()
  const slow: PageSink = {
    async write({ entity }) {
      pages.set(entity, (pages.get(entity) ?? 0) + 1)
      vi.advanceTimersByTime(pageMs)
    },
  }
  const stop = new AbortController()
  const cut = company.run({
    ...range,
    pageSink: slow,
    signal: stop.signal,
    onEvent(event) {
      if (event.type === 'page.written' && event.segment.entity === 'Invoice') stop.abort()
    },
  })
  await expect(cut).rejects.toThrowError('This operation was aborted')
  vi.advanceTimersByTime(1_000_000)
  const report = await company.run({ ...range, pageSink: slow })
  const all = [...pages.values()].reduce((sum, count) => sum + count, 0)
  for (const { entity, durationMs } of report.entities) {
    expect(durationMs).toBeGreaterThanOrEqual((pages.get(entity) ?? Infinity) * pageMs)
    // Pages of both may be in flight together. Not the time between the executions, nor anything twice.
    expect(durationMs).toBeLessThanOrEqual(all * pageMs)
  }
})
