import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import {
  createSimulator,
  generateCompany,
  type ApiFaultKind,
  type Simulator,
  type SimulatorServer,
} from 'qbo-simulator'
import { startPostgres, type PostgresServer } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { startCli, environmentOf } from '../cli.js'

/** Faults that pass by themselves, each at about one request in fifty. */
const passingFaults: readonly ApiFaultKind[] = [
  'server-error',
  'bad-gateway',
  'maintenance',
  'gateway-timeout',
  'fault-in-200',
  'fault-in-query-response',
  'empty-body',
  'reset',
  'truncated',
  'reset-mid-body',
  'over-return',
  'short-page',
]
const command = [
  'run',
  '--entities',
  'customers,items,invoices',
  '--from',
  '2020-01-01',
  '--to',
  '2025-02-01',
]
const records = { customers: 8000, items: 2000, invoices: 90_000 }

let simulator: Simulator
let server: SimulatorServer
let database: PostgresServer

beforeAll(async () => {
  const company = generateCompany({ seed: 11, ...records, from: '2022-01-01', to: '2025-01-01' })
  simulator = createSimulator({ companies: [company], limits: false, latencyMs: 40, seed: 11 })
  server = await simulator.listen()
  database = await startPostgres()
})

afterAll(async () => {
  await server.close()
  await database.stop()
})

/** Somebody works in QuickBooks: edits and deletes, a few a second, until stopped. */
function workInTheCompany(): () => void {
  const ids = simulator.records('Invoice').map((record) => record.Id)
  let serial = 0
  const timer = setInterval(() => {
    serial += 1
    const id = ids[(serial * 7919) % ids.length] ?? ''
    // A deleted invoice may come up again: there is nothing to edit then.
    try {
      if (serial % 5 === 0) simulator.remove('Invoice', id)
      else simulator.edit('Invoice', id, { PrivateNote: `edited ${serial}` })
    } catch {
      return
    }
  }, 700)
  return () => clearInterval(timer)
}

/** Runs the command line again and again: killed every few seconds, with the database restarted now and then. */
async function runThroughChaos(kills: number): Promise<BackfillReport> {
  for (let attempt = 1; attempt <= 60; attempt++) {
    const cli = startCli(command, environmentOf(simulator, server, database.url))
    if (attempt <= kills) {
      const ended = await Promise.race([
        cli.result.then(() => true),
        delay(3000 + ((attempt * 37) % 50) * 100).then(() => false),
      ])
      if (!ended && attempt % 3 === 0) await database.restart(attempt % 2 === 0 ? 'fast' : 'immediate')
      else if (!ended) cli.child.kill('SIGKILL')
    }
    const { exitCode, events, stderr } = await cli.result
    const last = events.at(-1) as { report?: BackfillReport } | undefined
    // Hosts run 4, 6 and 75 again; 5 while the company is busy; a killed child has no code.
    expect([0, 4, 5, 6, 75, null]).toContain(exitCode)
    if (exitCode === 0 && attempt > kills && last?.report !== undefined) return last.report
    const reason = stderr.split('\n')[0] ?? ''
    process.stderr.write(
      `chaos: attempt ${attempt} of ${kills} to be cut off ended with ${exitCode} ${reason}\n`,
    )
  }
  throw new Error('No run came to its end.')
}

/** Every record of the source is in the table as it is there, and nothing else is live. */
async function expectTablesToEqualSource(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    for (const [entity, table] of [
      ['Customer', 'qb_customers'],
      ['Item', 'qb_items'],
      ['Invoice', 'qb_invoices'],
    ] as const) {
      const source = new Map(
        simulator
          .records(entity)
          .map((record) => [
            record.Id,
            `${record.SyncToken} ${Date.parse(record.MetaData?.LastUpdatedTime ?? '')}`,
          ]),
      )
      const stored = await client.query<{ id: string; version: string }>(
        `SELECT id, sync_token || ' ' || (extract(epoch FROM last_updated_time) * 1000)::bigint AS version FROM raw.${table} WHERE deleted_at IS NULL`,
      )
      const rows = new Map(stored.rows.map((row) => [row.id, row.version]))
      expect([...source].filter(([id, version]) => rows.get(id) !== version)).toEqual([])
      expect(rows.size).toBe(source.size)
    }
  } finally {
    await client.end()
  }
}

test('100,000 records come through faults, kills and restarts while the company works, twice', async () => {
  for (const kind of passingFaults)
    simulator.inject({ kind, probability: 0.02, times: Number.MAX_SAFE_INTEGER })
  // A throttle pauses the realm for a minute, and a 401 twice in a row is final: each comes a few times only.
  simulator.inject({ kind: 'throttled', times: 1 })
  simulator.inject({ kind: 'unauthorized', probability: 0.01, times: 3 })
  for (const round of [1, 2]) {
    const stop = workInTheCompany()
    const report = await runThroughChaos(10)
    stop()
    for (const entity of report.entities)
      expect([round, entity.entity, entity.loaded]).toEqual([round, entity.entity, entity.expected])
    // What was done after the run had looked for the last time is there after a run in a company at rest.
    await runThroughChaos(0)
    await expectTablesToEqualSource()
    process.stderr.write(`chaos: round ${round} is proved, and the tables equal the source\n`)
  }
})
