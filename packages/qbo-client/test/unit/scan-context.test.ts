import { expect, test } from 'vitest'
import { createScanContext } from '../../src/scan/scan-context.js'
import { scanStart } from '../../src/scan/scan-step.js'

test('a scan is told all that is wrong with it', () => {
  const cursor = { ...scanStart, key: 'then' }
  const asked = {
    entity: 'Preferences',
    key: 'Id' as never,
    plannedCount: -1,
    pageSize: 2000,
    cursor,
  } as const
  const never = (): Promise<never> => Promise.reject(new Error('asked'))
  expect(() => createScanContext(never, asked)).toThrow(
    expect.objectContaining({
      code: 'QBO_INVALID_OPTIONS',
      issues: ['entity', 'key', 'plannedCount', 'cursor', 'pageSize'].map((path) =>
        expect.objectContaining({ path }),
      ),
    }),
  )
})
