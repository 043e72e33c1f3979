import { expect, test } from 'vitest'
import { createOutput } from '../../src/cli/output/output.js'
import { createLiveProgress } from '../../src/cli/output/live-progress.js'
import type { BackfillEvent } from '../../src/index.js'

const envelope = { v: 1, seq: 1, at: '2026-01-01T00:00:00Z' } as const
const segment = { number: 1, entity: 'Invoice', kind: 'transaction' } as const
const counts = { updated: 0, unchanged: 0, stale: 0, rejected: 0, outsideRange: 0, requestMs: 1, writeMs: 1 }

function written(records: number): BackfillEvent {
  return { ...envelope, type: 'page.written', segment, page: 1, records, inserted: records, ...counts }
}

/** A terminal in memory. */
function terminal(columns: number, hasColours = false) {
  const said: string[] = []
  const write = (text: string): number => said.push(text)
  const stream = { isTTY: true, columns, hasColors: () => hasColours, write }
  return { output: createOutput(stream, stream, false), said: () => said.join('') }
}

const away = (number: number, waitMs: number): BackfillEvent => ({
  ...envelope,
  type: 'segment.retried',
  segment: { ...segment, number },
  attempt: 1,
  waitMs,
  error: { code: 'BACKFILL_DATABASE_UNAVAILABLE', message: 'connect ECONNREFUSED', retryable: true },
})

test('an outage of the database is told once, by name and code, until it goes on', () => {
  const { output, said } = terminal(80)
  for (const number of [1, 2, 3]) output.onEvent(away(number, number))
  const told = (): number => said().split('Database: connect ECONNREFUSED.').length - 1
  expect(told()).toBe(1)
  expect(said()).toContain('(BACKFILL_DATABASE_UNAVAILABLE)')
  output.onEvent(written(10))
  output.onEvent(away(1, 9))
  expect(told()).toBe(2)
})

test('an error on a terminal has its code, and what to do next', () => {
  const { output, said } = terminal(60)
  const message = 'Somebody else is running this company now.'
  output.fail('run.failed', 6, { code: 'BACKFILL_LOCKED', message }, { words: { en: message, es: '' } })
  expect(said()).toBe(
    'qbo-backfill: Somebody else is running this company now.\n(BACKFILL_LOCKED)\nNext: the same command later, or with --wait-for-lease 600\n',
  )
})

test('only a terminal that has colours gets them', () => {
  for (const hasColours of [true, false]) {
    const { output, said } = terminal(80, hasColours)
    output.finish({ exitCode: 0, event: { type: 'x' }, text: 'GREEN: all is there.\n' })
    expect(said().includes('\u001B[32mGREEN')).toBe(hasColours)
  }
})

test('each entity has a line with its share, its rate and the time that is left', () => {
  let now = 0
  const progress = createLiveProgress('en', () => now)
  progress.take({
    ...envelope,
    type: 'plan.created',
    segments: 2,
    remaining: 2,
    settledBefore: envelope.at,
    expected: { Customer: 100, Invoice: 4000 },
    alreadyRead: { Customer: 100, Invoice: 1000 },
  })
  progress.take({ ...envelope, type: 'segment.started', segment, plannedCount: 4000, resumed: true })
  progress.take({
    ...envelope,
    type: 'progress',
    phase: 'read',
    records: 0,
    expected: 0,
    apiCalls: 7,
    elapsedMs: 0,
  })
  progress.take({ ...envelope, type: 'throttle.waited', waitMs: 10 })
  now = 2000
  progress.take(written(1000))
  expect(progress.lines()).toEqual([
    "Reading · 7 API calls · 1 wait for Intuit's limits · 2 s",
    '  Invoice   ██████░░░░░░  50 %  2,000 of 4,000  500/s  4 s left',
    '  Customer  ████████████ 100 %  100 of 100',
  ])
})
