import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Simulator } from 'qbo-simulator'
import type { TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { one, startSmallFleet, three, token, two, type SmallFleet } from './small-fleet.ts'
import { consent, pageWith, type Visitor } from './visitor.ts'

let fleet: SmallFleet
let database: TestDatabase
let simulator: Simulator

beforeAll(async () => {
  fleet = await startSmallFleet()
  ;({ database, simulator } = fleet)
  simulator.poison('Invoice', simulator.records('Invoice', three)[2]?.Id ?? '', { realmId: three })
  fleet.recordPages.spoil(simulator.records('Invoice', one)[3]?.Id ?? '', one)
})

afterAll(() => fleet.close())

const visitor = (): Visitor => fleet.visitor()
const insider = (): Promise<Visitor> => fleet.insider()
const rowsOf: SmallFleet['rowsOf'] = (...asked) => fleet.rowsOf(...asked)
const outcomes: SmallFleet['outcomes'] = (realmId) => fleet.outcomes(realmId)
const addJob: SmallFleet['addJob'] = (...asked) => fleet.addJob(...asked)
const idle: SmallFleet['idle'] = () => fleet.idle()

test('a wrong token is said in the language that was chosen, which stays; who leaves is outside again', async () => {
  const ask = visitor()
  await ask('/?lang=es')
  const refused = await ask('/token', { token: 'wrong' })
  expect(refused.status).toBe(401)
  expect(await refused.text()).toContain('Esa no es la clave')
  // As it was pasted.
  expect((await ask('/token', { token: ` ${token}\n` })).status).toBe(303)
  expect(await (await ask('/')).text()).toContain('Aún no hay ninguna empresa conectada')
  await ask('/leave', {})
  expect((await ask('/')).status).toBe(401)
})

test('an address with the token opens the page on this machine', async () => {
  const ask = visitor()
  expect((await ask('/?token=wrong')).status).toBe(401)
  const opened = await ask(`/?token=${token}`)
  expect([opened.status, opened.headers.get('location')]).toEqual([303, '/'])
  expect((await ask('/')).headers.get('refresh')).toBe('10')
  expect((await ask('/?still=1')).headers.get('refresh')).toBeNull()
})

test('who picks another company than he meant is told so', async () => {
  const ask = await insider()
  await consent(ask, '/connect', one)
  await pageWith(ask, 'Peak &amp; Sons is connected.')
  await consent(ask, `/connect?realm=${one}`, two)
  await pageWith(ask, 'You picked another company: Café Quito is connected now, Peak &amp; Sons is not yet.')
  await consent(ask, `/connect?realm=${two}`, two)
  await pageWith(ask, 'Café Quito is connected.')
  const stale = await ask('/callback?code=x&state=y&realmId=1')
  expect(stale.status).toBe(400)
  expect(await stale.text()).toContain('The consent did not come to its end')
})

test('a record that is missing is said with its report; tried again when it is there, the company is fine', async () => {
  const ask = await insider()
  const html = await pageWith(ask, 'Missing in the database: 1 invoice.')
  const culprit = simulator.records('Invoice', one)[3]
  expect(html).toContain(`Invoice Id ${culprit?.Id} (`)
  expect(html).toContain('QuickBooks says: “To email address entered is invalid”')
  expect(html).toContain(`txnId%3D${culprit?.Id}&amp;deeplinkcompanyid=${one}`)
  expect(html).toContain('Until then no changes of this company come; each night it is tried again.')
  const place = /href="(?<place>[^"]+)" rel="noreferrer">Open in/u.exec(html)?.groups?.['place'] ?? ''
  const record = place.replaceAll('&amp;', '&')
  expect(record).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/app\/login\?pagereq=invoice/u)
  const link = /href="(?<link>\/report\?job=\d+)"/u.exec(html)?.groups?.['link'] ?? ''
  const report = await (await ask(link)).text()
  expect(report).toContain('1 invoice could not be stored')
  expect(report).toContain('<a href="/">Back to the companies</a>')
  expect(report).toContain('Where this report names a command')
  expect(report).toContain(`href="${place}"`)
  expect(report).not.toContain('intuit.com/app')
  expect(await (await ask(`${link}&lang=es`)).text()).toContain('factura')
  expect((await ask('/report?job=none&lang=en')).status).toBe(404)

  // The night tries it too, and each job is said to have made the calls that it made.
  await idle()
  await addJob('sync', one)
  await pageWith(ask, '2 times with this result')
  const found = await outcomes(one)
  expect(found.map(({ work, status }) => `${work} ${status}`)).toEqual(['backfill red', 'backfill red'])
  expect(found.reduce((sum, { calls }) => sum + calls, 0)).toBe(found[1]?.apiCalls)

  // Pressed again while it runs it is done once.
  const isRunning = 'SELECT FROM graphile_worker.jobs WHERE queue_name = $1 AND locked_at IS NOT NULL'
  await ask('/again', { realm: one })
  for (let tries = 0; (await rowsOf(isRunning, one)).length === 0 && tries < 600; tries++) await delay(20)
  await ask('/again', { realm: one })
  expect(await (await ask('/')).text()).toContain('Peak &amp; Sons is tried again.')
  await idle()
  expect(await outcomes(one)).toHaveLength(3)
  expect(await (await ask('/')).text()).not.toContain('Peak &amp; Sons is tried again.')

  // Where the link leads it is put right.
  expect(await (await fetch(record)).text()).toContain('To email address entered is invalid')
  const saved = await fetch(record, { method: 'POST' })
  expect(await saved.text()).toContain('Nothing is wrong with this invoice.')
  const spanish = await fetch(record, { headers: { cookie: 'a=b; fleet_language=es' } })
  expect(await spanish.text()).toContain('Esta factura no tiene ningún problema.')
  await ask('/again', { realm: one })
  await pageWith(ask, /<b>2<\/b><svg class="mark fine"/u)
  await idle()
  expect(await outcomes(one)).toHaveLength(4)
  expect(await (await ask('/')).text()).toContain('somebody asked to try again')
})

test('a company goes on without a record that QuickBooks fails to give, when somebody says so', async () => {
  const ask = await insider()
  await consent(ask, '/connect', three)
  await pageWith(ask, 'Missing in the database: 1 invoice.')
  await idle()
  await ask('/accept', { realm: three })
  await pageWith(ask, /<b>3<\/b><svg class="mark fine"/u)
  const html = await (await ask('/?show=all')).text()
  expect(html).toContain('Complete without 1 invoice, as accepted')
  expect(html).toContain('Ivy Dental: somebody let it go on without what is missing')
  await idle()
  await addJob('sync', three)
  await idle()
  expect((await outcomes(three)).at(-1)?.work).toBe('sync')
})

test('and lacks it again when that is taken back: no sync comes before it is corrected or let go anew', async () => {
  const ask = await insider()
  expect(await (await ask('/?show=all')).text()).toContain('Take that back')
  await ask('/reopen', { realm: three })
  await ask('/reopen', { realm: three })
  const html = await pageWith(ask, 'Missing in the database: 1 invoice.')
  expect(html).toContain('Until then no changes of this company come; each night it is tried again.')
  expect(html).toContain('Go on without it')
  expect(html).not.toContain('Take that back')
  expect(html).toContain('Ivy Dental: somebody took back that it goes on without what is missing')
  await idle()
  const before = await outcomes(three)
  expect(before.at(-1)).toMatchObject({ work: 'backfill', status: 'red' })
  for (const task of ['verify', 'announced', 'sync']) {
    await addJob(task, three)
    await idle()
  }
  const after = await outcomes(three)
  expect(after.slice(before.length).map(({ work, status }) => `${work} ${status}`)).toEqual(['backfill red'])
  await ask('/accept', { realm: three })
  await pageWith(ask, /<b>3<\/b><svg class="mark fine"/u)
  await idle()
  await addJob('sync', three)
  await idle()
  expect((await outcomes(three)).at(-1)?.work).toBe('sync')
})

const spent = `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'Error: a bug'
  WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)`

/** Of the second company. */
async function synced(): Promise<number> {
  return (await outcomes(two)).filter(({ work }) => work === 'sync').length
}

async function hasSynced(times: number): Promise<void> {
  for (let tries = 0; (await synced()) < times && tries < 60; tries++) await delay(250)
  expect(await synced()).toBe(times)
}

test('a job whose attempts are spent runs again when somebody connects the company again', async () => {
  const ask = await insider()
  await idle()
  simulator.rotateRefreshToken(two)
  simulator.expireAccessTokens(two)
  await addJob('sync', two)
  await pageWith(ask, 'QuickBooks no longer lets us in')
  const isStopped = 'SELECT FROM graphile_worker.jobs WHERE queue_name = $1 AND attempts = max_attempts'
  for (let tries = 0; (await rowsOf(isStopped, two)).length === 0 && tries < 60; tries++) await delay(250)
  expect(await rowsOf(isStopped, two)).toHaveLength(1)
  await consent(ask, `/connect?realm=${two}`, two)
  await hasSynced(1)
  expect((await outcomes(two)).map(({ work, status }) => `${work} ${status}`)).toEqual([
    'backfill green',
    'sync green',
  ])
  expect(await (await ask('/?show=person')).text()).not.toContain('Connect again')
})

async function addSpentSync(): Promise<void> {
  await rowsOf(
    "SELECT graphile_worker.add_job('sync', json_build_object('realmId', $1::text), queue_name := $1, run_at := now() + interval '1 day')",
    two,
  )
  await rowsOf(spent)
}

test('and when somebody tries again, or its worker was killed at the last of them', async () => {
  const ask = await insider()
  const before = await synced()
  await addSpentSync()
  await pageWith(ask, 'Stopped while syncing')
  await ask('/again', { realm: two })
  await hasSynced(before + 1)

  await addSpentSync()
  await rowsOf(`UPDATE graphile_worker._private_jobs SET locked_by = 'machine 1 dead', locked_at = now() - interval '1 minute'
    WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)`)
  await pageWith(ask, 'Worker machine 1 ended without a word; others went on with Café Quito.')
  await hasSynced(before + 2)
  expect(await rowsOf('SELECT FROM graphile_worker.jobs WHERE attempts >= max_attempts')).toEqual([])
})

test('a loaded company that is connected again is not proved by that; trying again proves it', async () => {
  const ask = await insider()
  const works = async (): Promise<readonly string[]> => (await outcomes(two)).map(({ work }) => work)
  const before = await works()
  await consent(ask, '/connect', two)
  await idle()
  expect(await works()).toEqual(before)
  await ask('/again', { realm: two })
  await pageWith(ask, 'checked again, complete')
  expect(await works()).toEqual([...before, 'verify'])
})

test('the night before a company is loaded leaves it alone: nothing stops over it', async () => {
  await database.pool.query("INSERT INTO fleet.companies (realm_id, name) VALUES ('1', 'Not loaded')")
  for (const task of ['sync', 'verify', 'announced']) await addJob(task, '1')
  await idle()
  const { rows } = await database.pool.query('SELECT last_error FROM graphile_worker.jobs')
  expect(rows).toEqual([])
  await database.pool.query("DELETE FROM fleet.companies WHERE realm_id = '1'")
})

test('while the database is away the page shows what it has read last, says so, and goes on renewing itself', async () => {
  const ask = await insider()
  await pageWith(ask, 'class="mark fine"')
  const name = new URL(database.url).pathname.slice(1)
  const admin = new pg.Client({ connectionString: new URL('/postgres', database.url).href })
  await admin.connect()
  const allow = (isAllowed: boolean) => admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isAllowed}`)
  await allow(false)
  try {
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    const answer = await ask('/')
    expect([answer.status, answer.headers.get('refresh')]).toEqual([503, '10'])
    const html = await answer.text()
    expect(html).toContain('The database does not answer.')
    expect(html).toContain('Café Quito')
    const report = await ask('/report?job=1')
    expect([report.status, report.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  } finally {
    await allow(true)
    await admin.end()
  }
  expect(await pageWith(ask, 'class="mark fine"')).not.toContain('does not answer')
})
