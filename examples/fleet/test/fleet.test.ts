import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { favourThisProcess, startPostgres, type PostgresServer } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFleetRun, until, type FleetRun } from '../demo/fleet-run.ts'
import { pageText } from '../demo/page-text.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const isFull = process.env['FLEET_TEST'] === 'full'
const size = isFull
  ? {
      companies: 200,
      invoices: (index: number) => 300 + ((index * 811) % 2700),
      workers: 4,
      killEveryMs: 4000,
      budget: 1700,
    }
  : {
      companies: 12,
      invoices: (index: number) => 60 + ((index * 97) % 500),
      workers: 3,
      killEveryMs: 3000,
      budget: 120,
    }
const mostMs = isFull ? 3_000_000 : 200_000

/** When each call left its process. */
const folderOfDepartures = mkdtempSync(join(tmpdir(), 'fleet-'))
const departures = join(folderOfDepartures, 'departures')

let database: PostgresServer
let fleet: FleetRun

beforeAll(async () => {
  execFileSync('npm', ['run', 'compile', '--silent'], { cwd: folder })
  database = await startPostgres()
  const environment = {
    NODE_OPTIONS: `--import ${new URL('departures.mjs', import.meta.url).href}`,
    FLEET_DEPARTURES: departures,
  }
  fleet = await startFleetRun({
    ...size,
    databaseUrl: database.url,
    main: `${folder}/dist/main.js`,
    environment,
  })
})

afterAll(async () => {
  await fleet.stop()
  await database.stop()
  rmSync(folderOfDepartures, { recursive: true })
})

const told = (): string => `The fleet does not get on:\n${fleet.log.slice(-25).join('\n')}`

function calls(): number {
  return fleet.simulator.requests.filter(({ host }) => host === 'api').length
}

async function one<T>(statement: string): Promise<T> {
  const { rows } = await fleet.pool.query<{ value: T }>(statement)
  return rows[0]?.value as T
}

/** The simulator, which is in this process, goes before workers and the database: QuickBooks is on no core of ours. */
favourThisProcess()

/**
 * When this process, in which the simulator counts, stood still all the same, as the whole machine does where it is itself
 * a guest. What comes meanwhile reaches it within one instant, and is refused though it left evenly.
 */
const stalls: { readonly from: number; readonly to: number }[] = []
let lastTick = Date.now()
const ticks = setInterval(() => {
  const now = Date.now()
  if (now - lastTick > 120) stalls.push({ from: lastTick, to: now })
  lastTick = now
}, 20)
afterAll(() => clearInterval(ticks))

/** Kills a worker every few seconds while the work goes on, and restarts the database once. */
async function shaken(work: () => Promise<void>): Promise<void> {
  const isOver = { chaos: false }
  const chaos = (async () => {
    while (!isOver.chaos) {
      await delay(size.killEveryMs)
      await fleet.killWorker()
      // However slow the machine: who is killed had time to work.
      await fleet.startWorker()
      shocks.kills += 1
      if (shocks.kills === 2) await database.restart('fast')
    }
  })()
  try {
    await work()
  } finally {
    isOver.chaos = true
    await chaos
  }
}
const shocks = { kills: 0 }

/** Ids that the table lacks, or has and QuickBooks has not. */
async function wrongIds(entity: 'Customer' | 'Item' | 'Invoice'): Promise<readonly string[]> {
  const { rows } = await fleet.pool.query<{ key: string }>(
    `SELECT realm_id || ' ' || id AS key FROM raw.qb_${entity.toLowerCase()}s`,
  )
  const stored = new Set(rows.map(({ key }) => key))
  const there = fleet.realmIds.flatMap((realmId) =>
    fleet.simulator.records(entity, realmId).map(({ Id }) => `${realmId} ${Id}`),
  )
  expect(stored.size).toBe(rows.length)
  return [...there.filter((key) => !stored.delete(key)), ...stored]
}

test(
  'companies come through kills, a restart of the database and a budget that ends, each proved once',
  async () => {
    const early = fleet.realmIds.slice(0, -1)
    const [late = ''] = fleet.realmIds.slice(-1)
    for (const realmId of early) await fleet.connect(realmId)
    const started = Date.now()
    for (let worker = 0; worker < size.workers; worker++) void fleet.startWorker()
    const taken = 'SELECT taken::int AS value FROM qbo_backfill.month_calls'
    const locked = 'SELECT count(*)::int AS value FROM graphile_worker.jobs WHERE locked_by IS NOT NULL'
    await shaken(() =>
      until(
        mostMs,
        async () => (await one<number>(taken)) >= size.budget && (await one<number>(locked)) === 0,
        told,
      ),
    )
    const spent = calls()
    expect(spent).toBeLessThanOrEqual(size.budget)
    // Who is connected now waits like the others, and nobody has to consent again.
    await fleet.connect(late)
    expect(calls()).toBe(spent)
    const waiting = pageText(await fleet.page('en'))
    expect(waiting).toMatch(/QuickBooks calls (?:this month|of this month are used)/u)
    expect(waiting).toContain(late)
    expect(waiting).toMatch(/[1-9]\d* ○ being loaded/u)
    await fleet.raiseBudget(100_000)
    await shaken(() =>
      until(mostMs, async () => (await fleet.outcomes('backfill')).length === size.companies, told),
    )
    const seconds = Math.round((Date.now() - started) / 1000)
    const outcomes = await fleet.outcomes('backfill')
    expect(outcomes.filter(({ status, times }) => status !== 'green' || times !== 1)).toEqual([])
    for (const entity of ['Customer', 'Item', 'Invoice'] as const) expect(await wrongIds(entity)).toEqual([])
    // Whatever stalls: a process lets no eleventh call of a company leave within a second.
    const left = new Map<string, number[]>()
    for (const line of readFileSync(departures, 'utf8').trim().split('\n')) {
      const [pid, realmId, at] = line.split(' ')
      const key = `${pid} ${realmId}`
      left.set(key, [...(left.get(key) ?? []), Number(at)])
    }
    const times = [...left.values()]
    expect(times.flat().length).toBeGreaterThanOrEqual(calls())
    const spans = times.flatMap((all) => all.slice(10).map((at, index) => at - (all[index] ?? 0)))
    expect(spans.length).toBeGreaterThan(0)
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000)
    const refused = fleet.simulator.requests.filter(({ status }) => status === 429)
    const isStalled = ({ at }: { readonly at: number }): boolean =>
      stalls.some(({ from, to }) => from <= at && at < to + 1000)
    expect(refused.filter((request) => !isStalled(request))).toEqual([])
    // What was killed has taken blocks along, and nobody has spent what was not counted.
    expect(calls()).toBeLessThanOrEqual(await one<number>(taken))
    const page = pageText(await fleet.page('es'))
    expect(page).toContain(`${size.companies} ✓ en orden`)
    expect(page).not.toContain(late)
    expect(shocks.kills).toBeGreaterThanOrEqual(2)
    process.stderr.write(
      `fleet: ${size.companies} companies, ${size.workers} workers, ${shocks.kills} kills, ${seconds} s; ` +
        `${spent} calls of a budget of ${size.budget}, ${calls()} in the end, ${await one<number>(taken)} taken; ` +
        `${refused.length} were refused behind stalls of this machine\n`,
    )
  },
  mostMs * 2,
)

test('webhooks, forged, twice and out of order, lead to one sync of their company', async () => {
  const [realmId = ''] = fleet.realmIds
  const [invoice, other] = fleet.simulator.records('Invoice', realmId)
  for (const record of [invoice, other])
    fleet.simulator.edit('Invoice', record?.Id ?? '', { PrivateNote: 'announced' }, realmId)
  const announced = (id: string, at: string, recordId: string): object => ({
    specversion: '1.0',
    id,
    source: 'intuit',
    type: 'qbo.invoice.updated.v1',
    time: at,
    intuitentityid: recordId,
    intuitaccountid: realmId,
  })
  const now = new Date().toISOString()
  const deliver = async (events: readonly object[], token = fleet.verifierToken): Promise<number> => {
    const body = JSON.stringify(events)
    const signature = createHmac('sha256', token).update(body).digest('base64')
    const asked = performance.now()
    const answer = await fetch(`${fleet.pageUrl}/webhooks`, {
      method: 'POST',
      body,
      headers: { 'intuit-signature': signature },
    })
    expect(performance.now() - asked).toBeLessThan(3000)
    return answer.status
  }
  const late = announced('late', '2026-01-01T00:00:00.000000001Z', other?.Id ?? '')
  const early = announced('early', now, invoice?.Id ?? '')
  expect(await deliver([announced('forged', now, '1')], 'another token')).toBe(401)
  expect([await deliver([early]), await deliver([late, early]), await deliver([early])]).toEqual([
    200, 200, 200,
  ])
  await until(60_000, async () => (await fleet.outcomes('sync')).length === 1, told)
  const notes = `SELECT count(*)::int AS value FROM raw.qb_invoices WHERE realm_id = '${realmId}' AND payload->>'PrivateNote' = 'announced'`
  expect(await one<number>(notes)).toBe(2)
  expect(await fleet.outcomes('sync')).toEqual([{ realmId, status: 'green', times: 1 }])
  expect(await one<number>('SELECT count(*)::int AS value FROM qbo_backfill.webhook_events')).toBe(2)
}, 120_000)

test('the page shows nothing to somebody without its token', async () => {
  const door = await fetch(`${fleet.pageUrl}/?lang=es`)
  expect(door.status).toBe(401)
  expect(await door.text()).toContain('Clave de acceso')
  for (const path of ['/connect', '/callback?code=x&state=y&realmId=1'])
    expect((await fetch(`${fleet.pageUrl}${path}`, { redirect: 'manual' })).status).toBe(401)
  const enter = (token: string) =>
    fetch(`${fleet.pageUrl}/token`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
      redirect: 'manual',
    })
  expect((await enter('wrong')).status).toBe(401)
  expect((await enter(fleet.pageToken)).headers.get('set-cookie')).toContain('HttpOnly; SameSite=Lax')
})
