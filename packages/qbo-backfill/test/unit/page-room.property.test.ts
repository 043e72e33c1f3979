import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageRoom, type PagePlace } from '../../src/run/page-room.js'

const most = 100
const mostAhead = 60

/** How much is held by pages whose size is known, however many streams read pages of whatever sizes. */
test('pages have the room that they are expected to take, one after the other, and nobody waits for ever', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 6 }), { maxLength: 8 }),
      fc.scheduler(),
      async (streams, scheduler) => {
        const room = pageRoom(most, mostAhead)
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
        // A page alone has room in any case.
        expect(room.takeAhead(most)).toBeDefined()
      },
    ),
  )
})

test('a page that has come larger than it was expected keeps others out until it is written', async () => {
  const room = pageRoom(most, mostAhead)
  const first = await room.take(0)
  first.resize(55)
  const waits = room.take(50)
  // It would have room, but who came later does not pass.
  expect(room.takeAhead(5)).toBeUndefined()
  first.release()
  ;(await waits).release()
  expect(room.takeAhead(most + 1)).toBeDefined()
})

test('a page is asked for ahead only where little is held; one that is waited for has the room beyond', async () => {
  const room = pageRoom(most, mostAhead)
  await room.take(40)
  expect(room.takeAhead(21)).toBeUndefined()
  expect(room.takeAhead(20)).toBeDefined()
  await room.take(40)
})
