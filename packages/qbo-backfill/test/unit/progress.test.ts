import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProgress } from '../../src/session/progress.js'

beforeEach(() => void vi.useFakeTimers())

afterEach(() => void vi.useRealTimers())

test('calls are told as they are made, also where no record is read meanwhile, as in a verification', () => {
  const told: number[] = []
  let calls = 0
  const progress = createProgress(
    (event) => told.push(event.type === 'progress' ? event.apiCalls : -1),
    () => calls,
    'verify',
  )
  // The first is told at once, since nothing was told before.
  vi.advanceTimersByTime(1200)
  calls = 7
  vi.advanceTimersByTime(1200)
  progress.stop()
  expect(told).toEqual([0, 7])
})
