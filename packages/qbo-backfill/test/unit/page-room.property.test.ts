import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageRoom, type PagePlace } from '../../src/run/page-room.js'

const most = 100

/** How much is held by pages whose size is known, however many streams read pages of whatever sizes. */
test('pages have the room that they are expected to take, one after the other, and nobody waits for ever', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 6 }), { maxLength: 8 }),
      fc.scheduler(),
      async (streams, scheduler) => {
        const room = pageRoom(most)
        const held = new Map<PagePlace, number>()
        const sum = (): number => [...held.values()].reduce((total, bytes) => total + bytes, 0)
        const read = async (pages: readonly number[]): Promise<void> => {
          for (const bytes of pages) {
            const place = await room.take(bytes)
            held.set(place, bytes)
            expect(held.size === 1 || sum() <= most).toBe(true)
            await scheduler.schedule(Promise.resolve(), 'read')
            held.delete(place)
            place.release()
          }
        }
        const reading = streams.map(read)
        await scheduler.waitFor(Promise.all(reading))
        expect(held.size).toBe(0)
        expect(room.takeNow(most)).toBeDefined()
      },
    ),
  )
})

test('a page that has come larger than it was expected keeps others out until it is written', async () => {
  const room = pageRoom(most)
  const first = room.takeNow(0)
  first?.resize(99)
  expect(room.takeNow(2)).toBeUndefined()
  const waits = room.take(50)
  // Who came later does not pass.
  expect(room.takeNow(1)).toBeUndefined()
  first?.release()
  ;(await waits).release()
  expect(room.takeNow(most + 1)).toBeDefined()
})
