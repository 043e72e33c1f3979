import { createRawSink } from 'qbo-raw-sink'
import { createTestDatabase } from 'testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createTriggers,
  openDatabase,
  postgresStore,
  runDueTriggers,
  waitForTriggers,
} from '../../src/index.js'
import type {
  NewTrigger,
  TriggerWork,
  RunDueOptions,
  Trigger,
  TriggerEvent,
  Triggers,
} from '../../src/index.js'
import { startProxy } from '../breakable-proxy.js'
import { databases, startCompany, type DatabaseKind, type TestCompany } from '../company.js'

let company: TestCompany
let triggers: Triggers
let events: TriggerEvent[]

beforeEach(() => {
  events = []
})

afterEach(() => company.close())

async function start(kind: DatabaseKind): Promise<void> {
  company = await startCompany(kind, { customers: 20, items: 5, invoices: 50 })
  triggers = createTriggers({ db: company.db })
}

function trigger(more: Partial<TriggerWork> = {}): NewTrigger {
  return {
    realmId: company.simulator.realmIds[0] ?? '',
    environment: 'sandbox',
    at: '2024-01-15T02:00:00Z',
    entities: ['invoices'],
    from: '2022-01-01',
    to: '2025-01-01',
    runIfPast: true,
    ...more,
  }
}

function options(more: Partial<RunDueOptions> = {}): RunDueOptions {
  return {
    triggers,
    realmId: company.simulator.realmIds[0] ?? '',
    run: ({ request }, watch) => company.run({ ...request, onEvent: watch }),
    onEvent: (event) => events.push(event),
    ...more,
  }
}

async function states(): Promise<readonly string[]> {
  return (await triggers.list()).map((each: Trigger) => each.state)
}

describe.each(databases)('due triggers in %s', (kind) => {
  test('run one after the other, and one that fails does not keep the next from running', async () => {
    await start(kind)
    for (const window of ['day', 'month'] as const) await triggers.add(trigger({ window }))
    await triggers.add(trigger({ at: '2099-01-01T00:00:00Z' }))
    const outcomes = await runDueTriggers(
      options({
        run: ({ id, request }, watch) => {
          if (id === '1') throw new TypeError('a bug of the host')
          return company.run({ ...request, onEvent: watch })
        },
      }),
    )
    expect(outcomes.map(({ trigger: { id }, step }) => [id, step])).toEqual([
      ['1', 'fail'],
      ['2', 'complete'],
    ])
    expect(await states()).toEqual(['failed', 'completed', 'pending'])
    const [failed, completed] = await triggers.list()
    expect(failed?.message).toBe('a bug of the host')
    expect(completed).toMatchObject({
      runId: outcomes[1]?.report?.runId,
      runStatus: outcomes[1]?.report?.status,
    })
    expect(events.map((event) => event.type)).toEqual([
      'trigger.claimed',
      'trigger.settled',
      'trigger.claimed',
      'trigger.settled',
    ])
  })

  test('are interrupted by a stop, whose reason is thrown', async () => {
    await start(kind)
    await triggers.add(trigger())
    await triggers.add(trigger())
    const controller = new AbortController()
    const stop = new Error('enough')
    const running = runDueTriggers(
      options({
        signal: controller.signal,
        run: ({ request }, watch) => {
          controller.abort(stop)
          return company.run({ ...request, onEvent: watch, signal: controller.signal })
        },
      }),
    )
    await expect(running).rejects.toBe(stop)
    expect(await states()).toEqual(['interrupted', 'pending'])
    expect((await triggers.list())[0]).toMatchObject({ message: 'enough', attempts: 1 })
  })

  test('run all the same when a listener throws', async () => {
    await start(kind)
    await triggers.add(trigger())
    const throwing = (): void => {
      throw new Error('a listener')
    }
    expect(await runDueTriggers(options({ onEvent: throwing }))).toMatchObject([{ step: 'complete' }])
    expect(await states()).toEqual(['completed'])
  })
})

test('waiting outlasts a database that is away, says so, and runs what came due meanwhile', async () => {
  company = await startCompany('PostgreSQL', { customers: 20, items: 5, invoices: 50 })
  const server = await createTestDatabase()
  const proxy = await startProxy(server.url)
  const database = await openDatabase(proxy.url)
  triggers = createTriggers({ db: database.db })
  const store = postgresStore({ db: database.db, sink: createRawSink({ db: database.db }) })
  const { id } = await triggers.add(
    trigger({ at: `${new Date(Date.now() + 2000).toISOString().slice(0, 19)}Z` }),
  )
  const controller = new AbortController()
  const seen: string[] = []
  const waiting = waitForTriggers(
    options({
      signal: controller.signal,
      run: ({ request }, watch) => company.run({ ...request, store, onEvent: watch }),
      onEvent(event) {
        seen.push(event.type)
        if (event.type === 'trigger.waiting') proxy.cut()
        if (event.type === 'trigger.retried') void proxy.mend()
        if (event.type === 'trigger.settled') controller.abort('enough')
      },
    }),
  )
  await expect(waiting).rejects.toBe('enough')
  expect(seen).toEqual(['trigger.waiting', 'trigger.retried', 'trigger.claimed', 'trigger.settled'])
  expect(await triggers.list()).toMatchObject([{ id, state: 'completed', attempts: 1 }])
  await database.close()
  proxy.cut()
  await server.drop()
})

test('a trigger is settled although the database is away when its run ends', async () => {
  company = await startCompany('PostgreSQL', { customers: 20, items: 5, invoices: 50 })
  const server = await createTestDatabase()
  const proxy = await startProxy(server.url)
  const database = await openDatabase(proxy.url)
  triggers = createTriggers({ db: database.db })
  await triggers.add(trigger())
  const outcomes = await runDueTriggers(
    options({
      async run({ request }, watch) {
        const report = await company.run({ ...request, onEvent: watch })
        proxy.cut()
        setTimeout(() => void proxy.mend(), 300)
        return report
      },
    }),
  )
  expect(outcomes).toMatchObject([{ step: 'complete' }])
  expect(await triggers.list()).toMatchObject([{ state: 'completed', attempts: 1 }])
  await database.close()
  proxy.cut()
  await server.drop()
})
