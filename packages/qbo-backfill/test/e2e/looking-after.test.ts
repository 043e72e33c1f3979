import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SyncReport, VerifyReport } from '../../src/index.js'
import { runHere, type CliResult } from '../cli.js'
import { hostOfEachTest } from '../host.js'

const range = ['--entities', 'invoices,items', '--fecha-inicio', '2024-10-01', '--fecha-fin', '2025-01-01']

const host = hostOfEachTest({ seed: 5, customers: 20, items: 10, invoices: 60, from: '2024-10-01' })
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbo-evidence-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The last line, which says how it ended; nothing comes after it. */
function last(result: CliResult): Readonly<Record<string, unknown>> {
  const line = result.stdout.trimEnd().split('\n').at(-1) ?? ''
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8192)
  const event = result.events.at(-1) ?? {}
  expect(event['exitCode']).toBe(result.exitCode)
  return event
}

test('report writes the evidence of the newest run again, in either language, and says which runs it knows', async () => {
  const early = await runHere(['report', '--evidence', folder], host.environment())
  expect(early.exitCode).toBe(2)
  expect(
    (await runHere(['run', ...range, '--evidence', folder, '--language', 'es'], host.environment())).exitCode,
  ).toBe(0)
  const [runId = ''] = readdirSync(folder)
  const page = (): string => readFileSync(join(folder, runId, 'report.html'), 'utf8')
  expect(page()).toContain('QuickBooks Online en su base de datos')
  const written = await runHere(['report', '--evidence', folder], host.environment())
  expect(last(written)).toMatchObject({ type: 'report.completed', exitCode: 0, report: { runId } })
  expect(page()).toContain('<html lang="en">')
  const byId = await runHere(
    ['report', '--run', runId.slice(0, 8), '--evidence', folder, '--language', 'es'],
    host.environment(),
  )
  expect(byId.exitCode).toBe(0)
  expect(page()).toContain('Verde')
  const index = await runHere(['report', '--index', '--evidence', folder], host.environment())
  expect(last(index)).toMatchObject({ type: 'report.completed', exitCode: 0, runs: 1, pages: 1 })
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain(`href="${runId}/report.html"`)
  for (const [argv, complaint] of [
    [['--evidence', folder, '--index', '--run', runId], /--index is of all runs/u],
    [['--evidence', folder, '--language', 'de'], /Unknown --language "de"\. Known: en, es/u],
    [['--evidence', folder, '--run', 'nosuch'], /There is no run nosuch/u],
    [[], /Missing: --evidence/u],
  ] as const) {
    const refused = await runHere(['report', ...argv], host.environment())
    expect([refused.exitCode, refused.stderr.trim().split('\n').length]).toEqual([2, 1])
    expect(refused.stderr).toMatch(complaint)
  }
})

test('verify ends with 0 for what is whole or has drifted, and with 5 where a row is lost; sync brings the drift', async () => {
  expect((await runHere(['verify', ...range], host.environment())).exitCode).toBe(2)
  expect((await runHere(['sync'], host.environment())).exitCode).toBe(2)
  expect((await runHere(['run', ...range], host.environment())).exitCode).toBe(0)
  const green = await runHere(['verify', ...range, '--deep', '20'], host.environment())
  expect(last(green)).toMatchObject({ type: 'verify.completed', exitCode: 0, report: { status: 'green' } })
  const [edited, removed, lost] = host.simulator.records('Invoice')
  host.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
  host.simulator.remove('Invoice', removed?.Id ?? '')
  const kept = ['--report', folder, '--language', 'es']
  const yellow = await runHere(['verify', ...range, ...kept], host.environment())
  expect((last(yellow) as { report?: VerifyReport }).report).toMatchObject({ status: 'yellow' })
  const synced = await runHere(['sync', ...kept], host.environment())
  const { report } = last(synced) as unknown as { report: SyncReport }
  expect(report.entities.find((entity) => entity.entity === 'Invoice')).toMatchObject({
    updated: 1,
    tombstoned: 1,
  })
  const verification = readFileSync(join(String(last(yellow)['evidence']), 'report.html'), 'utf8')
  expect(verification).toContain(
    'QuickBooks ha cambiado desde entonces: 0 nuevos, 1 modificado, 1 eliminado.',
  )
  const document = String(edited?.['DocNumber'])
  expect(verification).toContain(`>${document}</th>`)
  expect(verification).toContain('<html lang="es">')
  expect(JSON.parse(readFileSync(join(folder, report.syncId, 'report.json'), 'utf8'))).toEqual(report)
  expect(readFileSync(join(folder, report.syncId, 'report.html'), 'utf8')).toContain(
    'La sincronización trajo 0 registros nuevos, 1 versión más nueva y 1 eliminación.',
  )
  const index = await runHere(['report', '--index', '--evidence', folder], host.environment())
  expect(last(index)).toMatchObject({ runs: 1, pages: 0, kept: 2 })
  const listed = readFileSync(join(folder, 'index.html'), 'utf8')
  for (const name of readdirSync(folder).filter((each) => each !== 'index.html'))
    expect(listed).toContain(`href="${name}/report.html"`)
  expect(
    (last(await runHere(['verify', ...range], host.environment())) as { report?: VerifyReport }).report
      ?.status,
  ).toBe('green')
  await host.database.pool.query('DELETE FROM raw.qb_invoices WHERE id = $1', [lost?.Id])
  const red = await runHere(['verify', ...range], host.environment())
  expect(red.exitCode).toBe(5)
  expect(last(red)).toMatchObject({ type: 'verify.failed', report: { status: 'red' } })
})

test('doctor says what is well and what is not, and what to do', async () => {
  const well = await runHere(['doctor'], host.environment())
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
  host.simulator.inject({ kind: 'forbidden', times: 5 })
  const mixedUp = await runHere(['doctor'], host.environment())
  expect(mixedUp.exitCode).toBe(2)
  expect(mixedUp.stdout).toContain('set QBO_ENVIRONMENT=production')
})

test('doctor says nothing well that QuickBooks has just contradicted, and auth status remembers it', async () => {
  expect((await runHere(['run', ...range], host.environment())).exitCode).toBe(0)
  const findings = async (more: NodeJS.ProcessEnv = {}) =>
    (
      last(await runHere(['doctor'], host.environment(more)))['findings'] as {
        name: string
        status: string
      }[]
    )
      .filter(({ name }) => ['quickbooks', 'tokens', 'realm'].includes(name))
      .map(({ name, status }) => `${name} ${status}`)
  expect(await findings()).toEqual(['quickbooks ok', 'tokens ok', 'realm ok'])

  // A run with a wrong company enters it in the database before QuickBooks refuses it.
  const wrong = { QBO_REALM_ID: '1234567890' }
  expect((await runHere(['run', ...range], host.environment(wrong))).exitCode).not.toBe(0)
  expect((await findings(wrong)).filter((finding) => finding.endsWith('ok'))).toEqual([])

  host.simulator.rotateRefreshToken()
  host.simulator.expireAccessTokens()
  const dead = { QBO_REFRESH_TOKEN: undefined }
  expect(await findings(dead)).toEqual(['quickbooks fail', 'tokens fail'])
  const status = await runHere(['auth', 'status'], host.environment(dead))
  expect(last(status)).toMatchObject({ isConnected: false, exitCode: 3 })
  expect(last(status)).not.toHaveProperty('daysLeft')
})

test('doctor ends with 3 when a person must connect again, and with 2 when nothing is configured', async () => {
  const dead = host.simulator.refreshToken()
  host.simulator.rotateRefreshToken()
  const refused = await runHere(['doctor'], host.environment({ QBO_REFRESH_TOKEN: dead }))
  expect(refused.exitCode).toBe(3)
  expect(last(refused)).toMatchObject({ type: 'doctor.failed', error: { code: 'DOCTOR_REAUTHORIZE' } })
  const bare = await runHere(['doctor'], {})
  expect(bare.exitCode).toBe(2)
  expect(last(bare)).toMatchObject({
    type: 'doctor.failed',
    findings: [{ name: 'configuration', status: 'fail' }],
  })
  const unreachable = await runHere(
    ['doctor'],
    host.environment({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
  )
  expect(unreachable.exitCode).toBe(2)
})
