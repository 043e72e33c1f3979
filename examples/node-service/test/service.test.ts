import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BackfillState } from '../src/backfill-state.ts'
import { openBrowser } from './browser.ts'
import { openCompanies, type TestCompanies } from './companies.ts'
import { endOfService, folder, startService, type RunningService } from './service.ts'
import { connect, consent, get, startBackfill, streamLines, watch } from './visitor.ts'

const wholeRange = { entities: ['customers', 'items', 'invoices'], from: '2020-01-01', to: '2025-01-01' }
const evidence = mkdtempSync(join(tmpdir(), 'qbo-service-'))
let companies: TestCompanies
let database: TestDatabase
let service: RunningService
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  execFileSync('npm', ['run', 'compile', '--silent'], { cwd: folder })
  companies = await openCompanies()
  database = await createTestDatabase()
  environment = environmentFor(database.url)
  service = await startService(environment)
})

afterAll(async () => {
  await service.stop()
  await companies.server.close()
  await database.drop()
  rmSync(evidence, { recursive: true, force: true })
})

function environmentFor(databaseUrl: string): NodeJS.ProcessEnv {
  const { simulator, server } = companies
  return {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_CLIENT_ID: simulator.clientId,
    QBO_CLIENT_SECRET: simulator.clientSecret,
    QBO_API_BASE_URL: server.apiBaseUrl,
    QBO_TOKEN_URL: server.tokenUrl,
    QBO_TOKEN_KEY: Buffer.alloc(32, 7).toString('base64'),
    DATABASE_URL: databaseUrl,
    EVIDENCE_DIR: evidence,
  }
}

const hasEnded = ({ status }: BackfillState): boolean => status !== 'running'
const ofRealm = (realmId: string) => (state: BackfillState) => state.realmId === realmId && hasEnded(state)

describe('its configuration', () => {
  test('is refused as a whole, by name and without a value', async () => {
    const { exitCode, log } = await endOfService({
      PORT: 'x',
      QBO_ENVIRONMENT: 'staging',
      QBO_TOKEN_KEY: 's3cret',
    })
    expect(exitCode).toBe(2)
    for (const name of [
      'PORT',
      'QBO_ENVIRONMENT',
      'QBO_TOKEN_KEY',
      'QBO_CLIENT_ID',
      'QBO_CLIENT_SECRET',
      'DATABASE_URL',
    ])
      expect(log).toContain(name)
    expect(log).not.toContain('s3cret')
  })

  test('that names a database which is not there ends with a sentence and not with a stack', async () => {
    const { exitCode, log } = await endOfService({
      ...environment,
      DATABASE_URL: 'postgres://somebody:s3cret@127.0.0.1:1/nowhere',
    })
    expect(exitCode).toBe(2)
    expect(log).toMatch(/The database at 127\.0\.0\.1:1\/nowhere cannot be used/u)
    expect(log).not.toMatch(/s3cret|\n {4}at /u)
  })
})

describe('connecting a company', () => {
  test('refuses a redirect with a forged state, and one of another browser', async () => {
    const [realmId] = companies.realmIds
    const { address, cookie } = await consent(service.url, realmId)
    const forged = new URL(address)
    forged.searchParams.set('state', 'guessed')
    for (const [callback, headers] of [
      [forged, { cookie }],
      [address, {}],
    ] as const) {
      const answer = await fetch(callback, { headers })
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('state')
    }
    expect(await get(`${service.url}/api/companies`)).toEqual({ status: 200, body: [] })
  })

  test('stores the tokens sealed, names the company, and tells no secret to anybody', async () => {
    const [realmId] = companies.realmIds
    const { address, cookie } = await consent(service.url, realmId)
    const answer = await fetch(address, { headers: { cookie }, redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/'])
    const { body } = await get(`${service.url}/api/companies`)
    expect(body).toMatchObject([{ realmId, name: 'Harbour Road Supply', connection: { isConnected: true } }])
    const { rows } = await database.pool.query('SELECT token_set::text FROM qbo_backfill.tokens')
    const code = new URL(address).searchParams.get('code') ?? 'none'
    const secrets = [code, companies.simulator.refreshToken(realmId), companies.simulator.clientSecret]
    for (const secret of secrets) {
      expect(service.log() + JSON.stringify([body, rows])).not.toContain(secret)
    }
    // The same redirect again: its cookie is gone.
    expect((await fetch(address)).status).toBe(400)
  })
})

describe('a backfill', () => {
  test.each([
    [{ ...wholeRange, from: '2024-13-01' }, '"2024-13-01" is a date that does not exist'],
    [{ ...wholeRange, from: '2025-01-01', to: '2024-01-01' }, 'before'],
    [{ ...wholeRange, entities: ['unicorns'] }, 'Unknown entity: unicorns'],
    [{ entities: ['items'] }, '"from" (fecha_inicio) is missing'],
    [{ ...wholeRange, timeZone: 'Mars/Olympus' }, 'Mars/Olympus'],
    [{ ...wholeRange, from: { $gt: '' } }, 'from'],
  ])('with a wrong request is refused in the words of the package: %j', async (request, words) => {
    const { status, body } = await startBackfill(service.url, companies.realmIds[0], request)
    expect({ status, body }).toMatchObject({ status: 400, body: { message: expect.stringContaining(words) } })
  })

  test('of a company that is not connected is refused', async () => {
    expect(await startBackfill(service.url, '1', wholeRange)).toMatchObject({
      status: 404,
      body: { code: 'NOT_CONNECTED' },
    })
  })

  test('runs once a company, is watched by who comes late, outlives its watchers, and ends green with a report', async () => {
    const [realmId] = companies.realmIds
    const held = companies.holdInvoices(realmId)
    const started = await startBackfill(service.url, realmId, wholeRange)
    expect(started).toMatchObject({ status: 202, body: { status: 'running', resumed: false } })
    await held.reached
    expect(await startBackfill(service.url, realmId, wholeRange)).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_RUNNING', message: expect.stringContaining('is running') },
    })
    // Each of these hangs up in the middle of the run.
    for (let visit = 0; visit < 3; visit++) {
      const [last] = await watch(service.url, () => true)
      expect(last).toMatchObject({ realmId, status: 'running', rows: { Invoice: { expected: 3400 } } })
    }
    held.letGo()
    const end = (await watch(service.url, ofRealm(realmId))).at(-1)
    expect(end).toMatchObject({ status: 'finished', report: { status: 'green' } })
    expect(end?.rows['Invoice']).toEqual({ expected: 3400, read: 3400 })
    const report = await fetch(`${service.url}/reports/${end?.runId}`)
    expect(report.headers.get('content-type')).toContain('text/html')
    expect(await report.text()).toContain(realmId)
    expect((await fetch(`${service.url}/reports/..%2f..%2fpackage.json`)).status).toBe(404)
    expect(service.log()).not.toContain('"level":50')
  })

  test('of two companies goes on at the same time, and one is stopped without the other', async () => {
    const [one, other] = companies.realmIds
    expect((await connect(service.url, other)).status).toBe(302)
    const held = companies.realmIds.map((realmId) => companies.holdInvoices(realmId))
    for (const realmId of companies.realmIds) {
      expect((await startBackfill(service.url, realmId, wholeRange)).status).toBe(202)
    }
    await Promise.all(held.map(({ reached }) => reached))
    const stopped = await fetch(`${service.url}/api/companies/${one}/backfill`, { method: 'DELETE' })
    expect(stopped.status).toBe(202)
    expect((await watch(service.url, ofRealm(one))).at(-1)).toMatchObject({
      status: 'stopped',
      error: { message: expect.stringContaining('place is saved') },
    })
    for (const { letGo } of held) letGo()
    expect((await watch(service.url, ofRealm(other))).at(-1)).toMatchObject({ report: { status: 'green' } })
    const { rows } = await database.pool.query(
      'SELECT realm_id, count(*)::int AS rows FROM raw.qb_invoices GROUP BY 1 ORDER BY 1',
    )
    expect(rows).toEqual([one, other].map((realm_id) => ({ realm_id, rows: 3400 })))
  })

  test('is cut short by SIGTERM, quickly and cleanly, and the next process goes on to green', async () => {
    const fresh = await createTestDatabase()
    const [realmId] = companies.realmIds
    try {
      const first = await startService(environmentFor(fresh.url))
      await connect(first.url, realmId)
      await startBackfill(first.url, realmId, wholeRange)
      await watch(first.url, ({ rows }) => (rows['Invoice']?.read ?? 0) >= 1000)
      const held = companies.holdInvoices(realmId)
      const watching = watch(first.url, () => false)
      await held.reached
      const { exitCode, milliseconds, log } = await first.stop('SIGTERM')
      held.letGo()
      expect({ exitCode, isQuick: milliseconds < 5000 }).toEqual({ exitCode: 0, isQuick: true })
      expect(log).not.toContain('"level":50')
      // Who was watching was told, and not cut off.
      expect((await watching).at(-1)).toMatchObject({ status: 'stopped' })

      const before = companies.invoicePages()
      const second = await startService(environmentFor(fresh.url))
      const { body } = await get(`${second.url}/api/companies`)
      const [{ unfinished }] = body as [{ unfinished: object }]
      expect(unfinished).toMatchObject({ entities: ['Customer', 'Item', 'Invoice'] })
      expect(await startBackfill(second.url, realmId, unfinished)).toMatchObject({
        status: 202,
        body: { resumed: true },
      })
      expect((await watch(second.url, hasEnded)).at(-1)).toMatchObject({ report: { status: 'green' } })
      const { rows } = await fresh.pool.query('SELECT count(*)::int AS rows FROM raw.qb_invoices')
      expect(rows).toEqual([{ rows: 3400 }])
      // What the first had stored was not read again: four pages of 1000, and at most the one in flight twice.
      expect(companies.invoicePages() - before).toBeLessThanOrEqual(4)
      expect((await second.stop()).exitCode).toBe(0)
    } finally {
      await fresh.drop()
    }
  })
})

test('the stream of events says something every 15 seconds', async () => {
  const started = Date.now()
  for await (const line of streamLines(service.url)) if (line.startsWith(':')) break
  expect(Date.now() - started).toBeLessThan(17_000)
})

test('in a browser a person connects a company, starts a backfill, watches it and opens its green report', async () => {
  const fresh = await createTestDatabase()
  const own = await startService(environmentFor(fresh.url))
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(own.url)
    await page.getByText('No company is connected yet').waitFor()
    await page.getByRole('link', { name: 'Connect a company' }).click()
    // The consent page of the simulator agrees at once and sends the browser back.
    await page.getByRole('link', { name: 'Harbour Road Supply' }).click()
    await page.getByRole('heading', { name: 'Harbour Road Supply' }).waitFor()
    expect(page.url()).toBe(`${own.url}/`)

    await page.getByLabel('From').fill('2025-01-01')
    await page.getByLabel('Up to').fill('2020-01-01')
    await page.getByRole('button', { name: 'Start backfill' }).click()
    await page.getByRole('alert').filter({ hasText: 'before' }).waitFor()

    const held = companies.holdInvoices(companies.realmIds[0])
    await page.getByLabel('From').fill('2020-01-01')
    await page.getByLabel('Up to').fill('2025-01-01')
    await page.getByRole('button', { name: 'Start backfill' }).click()
    await page.getByText('Reading …').waitFor()
    await page.getByText(/of 3,400/u).waitFor()
    expect(await page.getByRole('button', { name: 'Start backfill' }).isVisible()).toBe(false)
    // Somebody who opens the page now sees the same run.
    await page.reload()
    await page.getByText('Reading …').waitFor()
    held.letGo()
    await page.getByText('Green', { exact: true }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.getByRole('link', { name: 'Open the report' }).click()
    await page.getByText('green').first().waitFor()
    expect(await page.getByText('Invoice').count()).toBeGreaterThan(0)
    // Of the range that was refused, and nothing else: the page keeps to its own policy.
    expect(complaints).toEqual([expect.stringContaining('status of 400')])
  } finally {
    await browser.close()
    await own.stop()
    await fresh.drop()
  }
})
