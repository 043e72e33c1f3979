import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'
import { createTestDatabase, depth, makePgliteDirectory } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/index.js'
import type { BackfillReport } from '../../src/index.js'
import { runCli, startCli, environmentOf } from '../cli.js'

const command = [
  'run',
  '--entities',
  'customers,items,invoices',
  '--from',
  '2024-01-01',
  '--to',
  '2025-01-01',
]
const kills = depth({ quick: 2, deep: 20 })

let simulator: Simulator
let server: SimulatorServer
/** What a run leaves that nobody kills. */
let undisturbed: unknown

beforeAll(async () => {
  const company = generateCompany({
    seed: 3,
    customers: depth({ quick: 60, deep: 1500 }),
    items: depth({ quick: 20, deep: 300 }),
    invoices: depth({ quick: 1500, deep: 9000 }),
    from: '2024-01-01',
    to: '2025-01-01',
  })
  simulator = createSimulator({ companies: [company], limits: false, latencyMs: 30 })
  server = await simulator.listen()
  const database = await createTestDatabase()
  const { exitCode, stderr } = await runCli(command, environment(database.url))
  if (exitCode !== 0) throw new Error(stderr)
  undisturbed = await tables(database.db)
  await database.drop()
}, 120_000)

afterAll(() => server.close())

function environment(databaseUrl: string): NodeJS.ProcessEnv {
  return environmentOf(simulator, server, databaseUrl)
}

/** Kills the run at random moments, then lets it end. Returns the report of the run that got through. */
async function runWithKills(databaseUrl: string): Promise<BackfillReport> {
  const env = environment(databaseUrl)
  for (let kill = 0; kill < kills; kill++) {
    const { child, result } = startCli(command, env)
    const ended = await Promise.race([
      result.then(() => true),
      delay(150 + Math.random() * 1200).then(() => false),
    ])
    if (!ended) child.kill('SIGKILL')
    await result
  }
  const last = await runCli(command, env)
  expect(last.stderr).toBe('')
  expect(last.exitCode).toBe(0)
  return (last.events.at(-1) as { report: BackfillReport }).report
}

async function tables(db: Kysely<unknown>): Promise<unknown> {
  const rows = []
  for (const table of ['qb_customers', 'qb_items', 'qb_invoices']) {
    const result = await sql`
      SELECT id, md5(payload::text) AS payload, sync_token, last_updated_time::text, extract_window_start_utc::text,
        extract_window_end_utc::text, deleted_at::text
      FROM ${sql.table(`raw.${table}`)} ORDER BY id COLLATE "C"`.execute(db)
    rows.push(result.rows)
  }
  return rows
}

function expectEachRecordCountedOnce(report: BackfillReport): void {
  for (const entity of report.entities) {
    expect(entity.loaded).toBe(entity.expected)
    expect(entity.inserted + entity.updated + entity.unchanged + entity.stale + entity.rejected).toBe(
      entity.expected,
    )
  }
}

test('killed again and again and run to the end, PostgreSQL holds what an undisturbed run leaves, counted once', async () => {
  const killed = await createTestDatabase()
  try {
    expectEachRecordCountedOnce(await runWithKills(killed.url))
    expect(await tables(killed.db)).toEqual(undisturbed)
  } finally {
    await killed.drop()
  }
}, 180_000)

test('killed again and again and run to the end, a PGlite directory holds what an undisturbed run leaves', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'qbo-kill-'))
  try {
    // To make a database takes longer than a kill is waited for: there it would hardly ever come to the run.
    if (depth({ quick: true, deep: false })) await makePgliteDirectory(join(directory, 'database'))
    expectEachRecordCountedOnce(await runWithKills(`pglite:${join(directory, 'database')}`))
    const killed = await openDatabase(`pglite:${join(directory, 'database')}`)
    try {
      expect(await tables(killed.db)).toEqual(undisturbed)
    } finally {
      await killed.close()
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}, 240_000)
