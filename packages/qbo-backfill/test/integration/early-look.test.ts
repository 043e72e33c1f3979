import { setTimeout as sleep } from 'node:timers/promises'
import { QboError } from 'qbo-client'
import { afterEach, describe, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'
import { changedStore } from '../watched-store.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }

test('what is asked beside a run ends with a proof that fails, and the run waits for nothing', async () => {
  company = await startCompany('PostgreSQL', { invoices: 20 })
  const refused = new QboError('QBO_REAUTHORIZATION_REQUIRED', 'Not connected any more.')
  const signals: (AbortSignal | undefined)[] = []
  const source: Source = {
    ...company.source,
    async *pages(options) {
      if (options.entity !== 'CompanyInfo') return yield* company.source.pages(options)
      signals.push(options.signal)
      await new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(refused)))
    },
    async cdc() {
      throw refused
    },
  }
  await expect(company.run({ source })).rejects.toBe(refused)
  expect(signals.map((signal) => signal?.aborted)).toEqual([true])
})

test('what a page brings that has changed since it was told what had is told before it is proved', async () => {
  company = await startCompany('PostgreSQL', { invoices: 30 })
  const { simulator } = company
  const [edited] = simulator.records('Invoice').map(({ Id }) => Id)
  let told: () => void = () => undefined
  const whenTold = new Promise<void>((resolve) => (told = resolve))
  company.source.subscribe((event) => {
    if (event.type === 'request.completed' && event.kind === 'cdc') told()
  })
  const stop = simulator.onRequest(async ({ statement }) => {
    if (statement?.startsWith('SELECT * FROM Invoice') !== true) return
    await whenTold
    stop()
    simulator.edit('Invoice', edited ?? '', { PrivateNote: 'later' })
  })
  const report = await company.run({ ...range, entities: ['invoices'] })
  expect(report.status).toBe('green')
  expect(report.entities[0]?.reconciliation).toMatchObject({ proved: 29, changedSince: 1, missing: 0 })
  expect(simulator.requests.filter(({ path }) => path.endsWith('/cdc')).length).toBeGreaterThan(1)
})

describe('while QuickBooks tells what has changed', () => {
  /** Has it tell that once the database looks through the invoices, or after a second; answers how often that looked. */
  async function runTold(beforeTold: () => void): Promise<readonly string[]> {
    const { simulator, store } = company
    const order: string[] = []
    let looked: () => void = () => undefined
    const whenLooked = new Promise<void>((resolve) => (looked = resolve))
    const stop = simulator.onRequest(async ({ path }) => {
      if (!path.endsWith('/cdc')) return
      await Promise.race([whenLooked, sleep(1000)])
      stop()
      beforeTold()
      order.push('told')
    })
    const watched = changedStore(store, (inside) => ({
      ...inside,
      rows: {
        ...inside.rows,
        async check(run, entity, strategy) {
          const checks = await inside.rows.check(run, entity, strategy)
          order.push('looked')
          looked()
          return checks
        },
      },
    }))
    await company.run({ ...range, entities: ['invoices'], store: watched })
    return order
  }

  test('the database looks through the rows', async () => {
    company = await startCompany('PostgreSQL', { invoices: 30 })
    expect(await runTold(() => undefined)).toEqual(['looked', 'told'])
  })

  test('what it said of rows before they changed is not said of them', async () => {
    company = await startCompany('PostgreSQL', { invoices: 30 })
    const { simulator } = company
    const [edited = ''] = simulator.records('Invoice').map(({ Id }) => Id)
    const order = await runTold(() => simulator.edit('Invoice', edited, { TotalAmt: 0.01 }))
    expect(order.filter((each) => each === 'looked').length).toBeGreaterThan(1)
    const completed = company.events.find(
      (event) => event.type === 'check.completed' && event.name === 'totals',
    )
    expect(completed).toMatchObject({ status: 'yellow', message: expect.stringContaining(`Id ${edited}`) })
  })
})
