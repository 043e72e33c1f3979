import { expect, test } from 'vitest'
import { createEntityClock } from '../../src/run/entity-clock.js'

test('commits of an entity add up to the time on the wall, whatever overlaps and whatever fails', async () => {
  let at = 0
  const clock = createEntityClock(() => at)
  const committed: number[] = []
  const commit = (entity: string, work: () => Promise<void> = async () => undefined): Promise<void> =>
    clock.commit(entity, async (elapsedMs) => {
      await work()
      committed.push(elapsedMs)
    })
  at = 1000
  clock.begin('Invoice')
  at = 1300
  // A second segment of the same entity, while the first is in flight.
  clock.begin('Invoice')
  at = 1400
  await Promise.all([commit('Invoice'), commit('Invoice')])
  at = 1500
  const failing = commit('Invoice', async () => {
    at = 1600
    throw new Error('the connection is gone')
  })
  await expect(failing).rejects.toThrowError('the connection is gone')
  at = 2000
  await commit('Invoice')
  expect(committed).toEqual([400, 0, 600])
  await commit('Customer')
  expect(committed.at(-1)).toBe(0)
})
