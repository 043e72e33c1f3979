import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SyncReport, VerifyReport } from '../../src/index.js'
import { runCli, type CliResult, environmentOf } from '../cli.js'

const range = ['--entities', 'invoices,items', '--fecha-inicio', '2022-01-01', '--fecha-fin', '2025-01-01']

let simulator: Simulator
let server: SimulatorServer
let database: TestDatabase
let folder: string

beforeEach(async () => {
  const company = generateCompany({
    seed: 5,
    customers: 20,
    items: 10,
    invoices: 300,
    from: '2022-01-01',
    to: '2025-01-01',
  })
  simulator = createSimulator({ companies: [company], limits: false })
  server = await simulator.listen()
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'qbo-evidence-'))
})

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
  await database.drop()
})

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...environmentOf(simulator, server, database.url), ...more }
}

/** The last line, which says how it ended; nothing comes after it. */
function last(result: CliResult): Readonly<Record<string, unknown>> {
  const line = result.stdout.trimEnd().split('\n').at(-1) ?? ''
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8192)
  const event = result.events.at(-1) ?? {}
  expect(event['exitCode']).toBe(result.exitCode)
  return event
}

test('report writes the evidence of the newest run again, in either language, and says which runs it knows', async () => {
  const early = await runCli(['report', '--evidence', folder], environment())
  expect(early.exitCode).toBe(2)
  expect(
    (await runCli(['run', ...range, '--evidence', folder, '--language', 'es'], environment())).exitCode,
  ).toBe(0)
  const [runId = ''] = readdirSync(folder)
  const page = (): string => readFileSync(join(folder, runId, 'report.html'), 'utf8')
  expect(page()).toContain('Carga histórica de QuickBooks Online')
  const written = await runCli(['report', '--evidence', folder], environment())
  expect(last(written)).toMatchObject({ type: 'report.completed', exitCode: 0, report: { runId } })
  expect(page()).toContain('<html lang="en">')
  const byId = await runCli(
    ['report', '--run', runId.slice(0, 8), '--evidence', folder, '--language', 'es'],
    environment(),
  )
  expect(byId.exitCode).toBe(0)
  expect(page()).toContain('Verde')
  for (const [argv, complaint] of [
    [['--evidence', folder, '--language', 'de'], /Unknown --language "de"\. Known: en, es/u],
    [['--evidence', folder, '--run', 'nosuch'], /There is no run nosuch/u],
    [[], /Missing: --evidence/u],
  ] as const) {
    const refused = await runCli(['report', ...argv], environment())
    expect([refused.exitCode, refused.stderr.trim().split('\n').length]).toEqual([2, 1])
    expect(refused.stderr).toMatch(complaint)
  }
})

test('verify ends with 0 for what is whole or has drifted, and with 5 where a row is lost; sync brings the drift', async () => {
  expect((await runCli(['verify', ...range], environment())).exitCode).toBe(2)
  expect((await runCli(['sync'], environment())).exitCode).toBe(2)
  expect((await runCli(['run', ...range], environment())).exitCode).toBe(0)
  const green = await runCli(['verify', ...range, '--deep', '20'], environment())
  expect(last(green)).toMatchObject({ type: 'verify.completed', exitCode: 0, report: { status: 'green' } })
  const [edited, removed, lost] = simulator.records('Invoice')
  simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
  simulator.remove('Invoice', removed?.Id ?? '')
  const yellow = await runCli(['verify', ...range], environment())
  expect((last(yellow) as { report?: VerifyReport }).report).toMatchObject({ status: 'yellow' })
  const synced = await runCli(['sync'], environment())
  const { report } = last(synced) as unknown as { report: SyncReport }
  expect(report.entities.find((entity) => entity.entity === 'Invoice')).toMatchObject({
    updated: 1,
    tombstoned: 1,
  })
  expect(
    (last(await runCli(['verify', ...range], environment())) as { report?: VerifyReport }).report?.status,
  ).toBe('green')
  await database.pool.query('DELETE FROM raw.qb_invoices WHERE id = $1', [lost?.Id])
  const red = await runCli(['verify', ...range], environment())
  expect(red.exitCode).toBe(5)
  expect(last(red)).toMatchObject({ type: 'verify.failed', report: { status: 'red' } })
})

test('doctor says what is well and what is not, and what to do', async () => {
  const well = await runCli(['doctor'], environment())
  expect(well.stderr).toBe('')
  const findings = (result: CliResult): Readonly<Record<string, string>> =>
    Object.fromEntries(
      (last(result)['findings'] as { name: string; status: string }[]).map(({ name, status }) => [
        name,
        status,
      ]),
    )
  expect(well.exitCode).toBe(0)
  expect(findings(well)).toMatchObject({
    configuration: 'ok',
    database: 'ok',
    rights: 'ok',
    locks: 'ok',
    quickbooks: 'ok',
    clock: 'ok',
    tokens: 'ok',
  })
  simulator.inject({ kind: 'forbidden', times: 5 })
  const mixedUp = await runCli(['doctor'], environment())
  expect(mixedUp.exitCode).toBe(2)
  expect(mixedUp.stdout).toContain('set QBO_ENVIRONMENT=production')
})

test('doctor ends with 3 when a person must connect again, and with 2 when nothing is configured', async () => {
  const dead = simulator.refreshToken()
  simulator.rotateRefreshToken()
  const refused = await runCli(['doctor'], environment({ QBO_REFRESH_TOKEN: dead }))
  expect(refused.exitCode).toBe(3)
  expect(last(refused)).toMatchObject({ type: 'doctor.failed', error: { code: 'DOCTOR_REAUTHORIZE' } })
  const bare = await runCli(['doctor'], {})
  expect(bare.exitCode).toBe(2)
  expect(last(bare)).toMatchObject({
    type: 'doctor.failed',
    findings: [{ name: 'configuration', status: 'fail' }],
  })
  const unreachable = await runCli(
    ['doctor'],
    environment({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
  )
  expect(unreachable.exitCode).toBe(2)
})
