import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createProgress } from '../../src/session/progress.js'

test('calls are told as they are made, also where no record is read meanwhile, as in a verification', async () => {
  const told: number[] = []
  let calls = 0
  const progress = createProgress(
    (event) => told.push(event.type === 'progress' ? event.apiCalls : -1),
    () => calls,
    'verify',
  )
  // The first is told at once, since nothing was told before.
  await delay(1200)
  calls = 7
  await delay(1200)
  progress.stop()
  expect(told).toEqual([0, 7])
})
