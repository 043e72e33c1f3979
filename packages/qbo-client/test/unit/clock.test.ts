import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'

test.each([2_147_483_648, 3_000_000_000, 1e15, Infinity])(
  'a sleep of %d ms is slept, and draws no warning, until its signal ends it',
  async (ms) => {
    const warnings: Error[] = []
    const listen = (warning: Error): unknown => warnings.push(warning)
    process.on('warning', listen)
    const controller = new AbortController()
    const reason = new Error('enough')
    let over = false
    const slept = systemClock.sleep(ms, controller.signal).finally(() => (over = true))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(over).toBe(false)
    controller.abort(reason)
    await expect(slept).rejects.toBe(reason)
    process.off('warning', listen)
    expect(warnings).toEqual([])
  },
)

test('a sleep of nothing ends, but not for a signal that has aborted', async () => {
  await systemClock.sleep(0)
  await expect(systemClock.sleep(0, AbortSignal.abort('stop'))).rejects.toBe('stop')
})
