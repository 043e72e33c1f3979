import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase } from 'testkit'
import { expect, test } from 'vitest'
import { environmentOf, startCli } from '../cli.js'

const job = ['run', '--entities', 'invoices', '--from', '2024-10-01', '--to', '2025-01-01']

test('two machines that get the same job at the same moment end with one run and one refusal', async () => {
  const company = generateCompany({ seed: 3, invoices: 1010, from: '2024-10-01', to: '2025-01-01' })
  // Slower than any start, so that both are there before either can be done.
  const simulator = createSimulator({ companies: [company], limits: false, latencyMs: 500 })
  const server = await simulator.listen()
  const database = await createTestDatabase()
  try {
    const environment = environmentOf(simulator, server, database.url)
    const results = await Promise.all([startCli(job, environment).result, startCli(job, environment).result])
    const [done, refused] = results.sort((a, b) => (a.exitCode ?? 0) - (b.exitCode ?? 0))
    expect([done?.exitCode, refused?.exitCode]).toEqual([0, 6])
    expect(refused?.events.at(-1)).toMatchObject({
      type: 'run.failed',
      error: { code: 'BACKFILL_LOCKED', retryable: true },
    })
    expect(refused?.stderr.trim().split('\n')).toHaveLength(1)
    expect(done?.events.at(-1)).toMatchObject({
      type: 'run.completed',
      report: { status: 'green', entities: [{ inserted: 1010, loaded: 1010 }] },
    })
    const { rows } = await database.pool.query('SELECT status FROM qbo_backfill.runs')
    expect(rows).toEqual([{ status: 'green' }])
  } finally {
    await server.close()
    await database.drop()
  }
})
