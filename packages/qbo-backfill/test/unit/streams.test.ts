import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { RunContext } from '../../src/run/run-context.js'
import { createStreams } from '../../src/run/streams.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test('a page that is written is held no longer, although others wait for their turn', async () => {
  const streams = createStreams({
    context: { streams: 10 } as RunContext,
    rows: 0,
    read: () => Promise.resolve(),
    onFirstPages: () => undefined,
    onLastPages: () => undefined,
  })
  let goOn = (): void => undefined
  const later = new Promise<void>((resolve) => (goOn = resolve))
  const held: WeakRef<object>[] = []
  const write = async (until: Promise<void>): Promise<void> => {
    const page = { text: 'a page' }
    held.push(new WeakRef(page))
    const counts = await streams.write(async () => {
      await until
      return { ...page }
    })
    held.push(new WeakRef(counts))
  }
  const written = Array.from({ length: 12 }, () => write(Promise.resolve()))
  const waiting = Array.from({ length: 8 }, () => write(later))
  await Promise.all(written)
  expect(streams.keepsUp()).toBe(false)
  await turn()
  collectGarbage()
  // The eight that are not written.
  expect(held.filter((page) => page.deref() !== undefined)).toHaveLength(8)
  goOn()
  await Promise.all(waiting)
  expect(streams.keepsUp()).toBe(true)
})
