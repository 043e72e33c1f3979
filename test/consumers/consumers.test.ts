import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { createConsumer, type Consumer } from './consumer.js'

const tarballs = inject('tarballs')
const compiler = [`typescript@${manifest.devDependencies.typescript}`, '@types/node@20']

describe.each([
  // A dependency that asks for a newer Node than the packages promise fails the installation.
  ['kysely@0.28', ['--engine-strict']],
  // Asks for Node 22 itself, and works on 20.
  ['kysely@0.29', []],
])('a project with %s', (kysely, flags) => {
  let consumer: Consumer
  beforeAll(async () => {
    const packages = [...Object.values(tarballs), kysely, '@electric-sql/pglite@0.5', ...compiler]
    consumer = await createConsumer(packages, flags)
    await consumer.bin('tsc', [])
  })
  afterAll(() => consumer.remove())

  test('compiles in strict TypeScript, all types of the libraries checked, and fills its database', async () => {
    expect(JSON.parse(await consumer.node('out/backfill.js'))).toEqual({
      status: 'green',
      invoices: 300,
      heard: true,
      calls: true,
      error: false,
    })
  })

  test('gets the packages by require() in CommonJS, without a warning', async () => {
    const answer = await consumer.node('--throw-deprecation', 'out/require.cjs')
    expect(JSON.parse(answer)).toEqual(Array.from({ length: 4 }, () => 'function'))
  })

  test('runs both commands', async () => {
    const size = ['--customers', '20', '--items', '5', '--invoices', '100']
    const simulator = consumer.start('qbo-simulator', [...size, '--stop-on-stdin-end'])
    try {
      const [line] = (await once(createInterface(simulator.stdout ?? process.stdin), 'line')) as [string]
      const host = JSON.parse(line) as Record<string, string>
      const range = ['--from', '2015-01-01', '--to', '2025-01-01']
      const answer = await consumer.bin(
        'qbo-backfill',
        ['run', '--entities', 'customers,items,invoices', ...range, '--json'],
        {
          QBO_ENVIRONMENT: 'sandbox',
          QBO_REALM_ID: host['realmId'],
          QBO_CLIENT_ID: host['clientId'],
          QBO_CLIENT_SECRET: host['clientSecret'],
          QBO_REFRESH_TOKEN: host['refreshToken'],
          QBO_API_BASE_URL: host['apiBaseUrl'],
          QBO_TOKEN_URL: host['tokenUrl'],
          DATABASE_URL: 'pglite:memory',
        },
      )
      const last: unknown = JSON.parse(answer.trim().split('\n').at(-1) ?? '')
      expect(last).toMatchObject({ type: 'run.completed', exitCode: 0, report: { status: 'green' } })
    } finally {
      const closed = once(simulator, 'close')
      simulator.stdin?.end()
      await closed
    }
  })
})
