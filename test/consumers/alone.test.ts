import { describe, expect, inject, test } from 'vitest'
import { createConsumer } from './consumer.js'

const tarballs = inject('tarballs')

// Alone, so that nothing is there that another package brought along.
describe.each([
  ['qbo-client', [], ['qbo-client', 'qbo-client/testing', 'qbo-client/lock-file']],
  ['qbo-raw-sink', ['kysely@0.28'], ['qbo-raw-sink']],
  ['qbo-simulator', [], ['qbo-simulator']],
  ['qbo-simulator', ['msw@2'], ['qbo-simulator/msw']],
  ['qbo-backfill', ['qbo-client', 'qbo-raw-sink', 'kysely@0.28'], ['qbo-backfill']],
])('%s with %j', (name, beside, entries) => {
  test(`is all that ${entries.join(' and ')} needs`, async () => {
    const packages = [name, ...beside].map((one) => tarballs[one] ?? one)
    // npm must not fetch the optional peers either.
    const consumer = await createConsumer(packages, [
      '--engine-strict',
      '--omit=optional',
      '--ignore-scripts',
    ])
    try {
      const imports = entries.map((entry) => `await import('${entry}')`)
      const answer = await consumer.node(
        '--input-type=module',
        '-e',
        `${imports.join(';')};console.log('ok')`,
      )
      expect(answer).toBe('ok\n')
    } finally {
      consumer.remove()
    }
  })
})
