import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { TestDatabase } from 'testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { createTriggers, type Database } from '../../src/index.js'
import type { NewTrigger, Trigger, TriggerClaim } from '../../src/index.js'
import { databases, emptyDatabase, type DatabaseKind } from '../databases.js'

const realmId = '9130350000000001'
const past: NewTrigger = {
  realmId,
  environment: 'sandbox',
  at: '2024-01-15T02:00:00Z',
  entities: ['customers'],
  from: '2023-01-01',
  to: '2024-01-01',
  timeZone: 'America/Guayaquil',
  runIfPast: true,
}
const future: NewTrigger = { ...past, at: '2099-01-15T02:00:00Z', runIfPast: false }

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function connect(kind: DatabaseKind): Promise<{ db: Database; server: TestDatabase | undefined }> {
  const { db, server, close } = await emptyDatabase(kind)
  closing.push(close)
  return { db, server }
}

/** Another process's connections to the same database, as far as PostgreSQL can tell. */
function anotherPool(server: TestDatabase): { db: Kysely<unknown>; pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: server.url, max: 3, application_name: 'another' })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  closing.push(() => db.destroy())
  return { db, pool }
}

async function claimed(claim: Promise<TriggerClaim | undefined>): Promise<TriggerClaim> {
  const found = await claim
  if (found === undefined) throw new Error('Nothing was claimed.')
  return found
}

const statesOf = (triggers: readonly Trigger[]): string[] => triggers.map((trigger) => trigger.state)

describe.each(databases)('triggers in %s', (kind) => {
  test('are listed in the order of their instants, in UTC and on the clocks of their zone', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    await triggers.add({ ...future, name: 'the night of the fifteenth' })
    const first = await triggers.add({ ...past, window: 'month', rawSchema: 'acme' })
    expect(first).toMatchObject({ state: 'pending', attempts: 0, rawSchema: 'acme', environment: 'sandbox' })
    const listed = await triggers.list({ realmId })
    expect(listed.map(({ at, localTime, name }) => [at, localTime, name])).toEqual([
      ['2024-01-15T02:00:00Z', '2024-01-14 21:00 America/Guayaquil', undefined],
      ['2099-01-15T02:00:00Z', '2099-01-14 21:00 America/Guayaquil', 'the night of the fifteenth'],
    ])
    expect(listed[0]?.request).toEqual({
      entities: ['Customer'],
      from: '2023-01-01T05:00:00Z',
      to: '2024-01-01T05:00:00Z',
      window: 'month',
      timeZone: 'America/Guayaquil',
    })
    expect(await triggers.list({ realmId: '1' })).toEqual([])
  })

  test('refuse an instant in the past unless it is meant, and nothing is stored', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    await expect(triggers.add({ ...past, runIfPast: false })).rejects.toMatchObject({
      code: 'BACKFILL_INVALID_OPTIONS',
      message: expect.stringMatching(/2024-01-15T02:00:00Z is in the past\..*runIfPast/u),
    })
    expect(await triggers.list()).toEqual([])
  })

  test('are claimed when due, by the realm that asks, the longest due first, and not again after completion', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    await triggers.add(future)
    const second = await triggers.add({ ...past, at: '2024-02-01T00:00:00Z' })
    const first = await triggers.add(past)
    expect(await triggers.claimDue({ realmId: '1' })).toBeUndefined()
    const claim = await claimed(triggers.claimDue({ realmId }))
    expect(claim.trigger).toMatchObject({ id: first.id, state: 'running', attempts: 1 })
    expect(claim.trigger.claimedBy).toContain(`process ${process.pid}`)
    await claim.complete('green')
    const next = await claimed(triggers.claimDue({ realmId }))
    expect(next.trigger.id).toBe(second.id)
    await next.fail('QBO_REAUTHORIZATION_REQUIRED: ask again')
    expect(await triggers.claimDue({ realmId })).toBeUndefined()
    expect(statesOf(await triggers.list())).toEqual(['completed', 'failed', 'pending'])
    expect((await triggers.list()).map((trigger) => trigger.message)).toEqual([
      'green',
      'QBO_REAUTHORIZATION_REQUIRED: ask again',
      undefined,
    ])
  })

  test('are interrupted when their claimer says so or goes without a word, and claimable again', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    const { id } = await triggers.add(past)
    await (await claimed(triggers.claimDue({ realmId }))).interrupt('Stopped by SIGTERM')
    expect(statesOf(await triggers.list())).toEqual(['interrupted'])
    await (await claimed(triggers.claimDue({ realmId }))).abandon()
    expect(statesOf(await triggers.list())).toEqual(['interrupted'])
    expect(await triggers.claimDue({ realmId, except: [id] })).toBeUndefined()
    const third = await claimed(triggers.claimDue({ realmId }))
    expect(third.trigger.attempts).toBe(3)
    await third.complete()
  })

  test('are released when interrupted or failed, and in no other state', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    const { id } = await triggers.add(past)
    const refusal = (state: string): object => ({
      code: 'BACKFILL_INVALID_OPTIONS',
      message: `Trigger ${id} is ${state}; only an interrupted or failed one can be released.`,
    })
    await expect(triggers.release(id)).rejects.toMatchObject(refusal('pending'))
    const claim = await claimed(triggers.claimDue({ realmId }))
    await expect(triggers.release(id)).rejects.toMatchObject(refusal('running'))
    await claim.fail('x')
    expect(await triggers.release(id)).toMatchObject({ state: 'pending', message: undefined })
    await (await claimed(triggers.claimDue({ realmId }))).abandon()
    expect((await triggers.release(id)).state).toBe('pending')
    await (await claimed(triggers.claimDue({ realmId }))).complete()
    await expect(triggers.release(id)).rejects.toMatchObject(refusal('completed'))
    await expect(triggers.release('77')).rejects.toThrow(/There is no trigger "77"/u)
    await expect(triggers.release('first')).rejects.toThrow(/There is no trigger "first"/u)
  })

  test('that were released while their claimer was away are not settled by it', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    const { id } = await triggers.add(past)
    const late = await claimed(triggers.claimDue({ realmId }))
    await late.abandon()
    await triggers.release(id)
    await expect(late.complete()).rejects.toMatchObject({ code: 'BACKFILL_LEASE_LOST' })
    const claim = await claimed(triggers.claimDue({ realmId }))
    await expect(late.complete()).rejects.toMatchObject({ code: 'BACKFILL_LEASE_LOST' })
    expect(statesOf(await triggers.list())).toEqual(['running'])
    await claim.complete()
  })

  test('are pruned when completed or failed, those of other realms not', async () => {
    const triggers = createTriggers({ db: (await connect(kind)).db })
    for (const end of ['complete', 'fail', 'interrupt'] as const) {
      await triggers.add(past)
      const seen = (await triggers.list()).filter((trigger) => trigger.state === 'interrupted')
      const claim = await claimed(triggers.claimDue({ realmId, except: seen.map((trigger) => trigger.id) }))
      await claim[end](end)
    }
    await triggers.add(future)
    expect(await triggers.prune({ realmId: '1' })).toBe(0)
    expect(await triggers.prune({ realmId })).toBe(2)
    expect(statesOf(await triggers.list())).toEqual(['interrupted', 'pending'])
  })

  test('five that are due are claimed once each by ten that ask at once', async () => {
    const { db, server } = await connect(kind)
    const triggers = createTriggers({ db })
    const added = []
    for (let index = 0; index < 5; index++) added.push((await triggers.add(past)).id)
    const workers = Array.from({ length: 10 }, () =>
      createTriggers({ db: server === undefined ? db : anotherPool(server).db }),
    )
    const claims = await Promise.all(workers.map((worker) => worker.claimDue({ realmId })))
    const won = claims.filter((claim) => claim !== undefined)
    expect(won.map((claim) => claim.trigger.id).sort()).toEqual(added)
    await Promise.all(won.map((claim) => claim.complete()))
    expect(statesOf(await triggers.list())).toEqual(added.map(() => 'completed'))
  })

  test('are none where there are no tables, and looking creates none', async () => {
    const { db } = await connect(kind)
    const triggers = createTriggers({ db, schema: 'other state' })
    expect([await triggers.list(), await triggers.claimDue({ realmId }), await triggers.prune()]).toEqual([
      [],
      undefined,
      0,
    ])
    const schemas = await db
      .selectFrom('pg_namespace')
      .select('nspname')
      .where('nspname', '=', 'other state')
      .execute()
    expect(schemas).toEqual([])
    await triggers.add(past)
    await (await claimed(triggers.claimDue({ realmId }))).complete()
    expect(statesOf(await triggers.list())).toEqual(['completed'])
  })
})

test('a claimer whose connections are gone is dead: its trigger is interrupted, and what it says later is refused', async () => {
  const { db, server } = await connect('PostgreSQL')
  if (server === undefined) throw new Error('PostgreSQL has a server.')
  const triggers = createTriggers({ db })
  await triggers.add(past)
  const other = anotherPool(server)
  const late = await claimed(createTriggers({ db: other.db }).claimDue({ realmId }))
  expect(statesOf(await triggers.list())).toEqual(['running'])
  expect(await triggers.claimDue({ realmId })).toBeUndefined()
  await server.pool.query(
    // Waits until they are gone, with the lock that they hold.
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'another'",
  )
  const claim = await claimed(triggers.claimDue({ realmId }))
  expect(claim.trigger.attempts).toBe(2)
  await expect(late.complete()).rejects.toMatchObject({ code: 'BACKFILL_LEASE_LOST' })
  await claim.complete()
  expect(statesOf(await triggers.list())).toEqual(['completed'])
})
