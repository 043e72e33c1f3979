import { expect, test } from 'vitest'
import { createSharedFlight } from '../../src/shared-flight.js'

test('whoever asks after a failure starts anew, also while others have yet to hear of it', async () => {
  let fail: (error: Error) => void = () => undefined
  const hiccup = new Promise<string>((_, reject) => (fail = reject))
  let starts = 0
  const join = createSharedFlight(() => {
    starts += 1
    return starts === 1 ? hiccup : Promise.resolve('done')
  })
  const first = join().catch((error: Error) => error.message)
  fail(new Error('a hiccup'))
  const later: Promise<string>[] = []
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve()
    later.push(join())
  }
  expect(await first).toBe('a hiccup')
  expect(new Set(await Promise.all(later))).toEqual(new Set(['done']))
})
