import { afterEach, expect, test } from 'vitest'
import { resolveEntities } from '../../src/options.js'
import { makePlan } from '../../src/plan/plan.js'
import { parseRange } from '../../src/plan/range.js'
import { startCompany, type TestCompany } from '../company.js'
import { lyingSource } from '../lying-source.js'
import { countRounds } from '../rounds.js'

let company: TestCompany

afterEach(() => company.close())

const all = { from: '2015-01-01', to: '2100-01-01', window: 'month' } as const

async function rounds(work: () => Promise<unknown>): Promise<{ rounds: number; calls: number }> {
  company.callsSince()
  return { rounds: await countRounds(company, work), calls: company.callsSince() }
}

test('at most a thousand rows an entity are planned, read, proved and witnessed in three rounds behind the token', async () => {
  company = await startCompany('PostgreSQL', { invoices: 50, customers: 90, items: 30 })
  const { simulator } = company
  const token = await countRounds(company, () => company.source.authorize?.() ?? Promise.resolve())
  expect(token).toBe(0)
  expect(simulator.requests.map(({ host }) => host)).toEqual(['oauth'])
  const read = await rounds(async () => {
    const { status, entities } = await company.run(all)
    expect([status, entities.map(({ loaded }) => loaded)]).toEqual(['green', [90, 30, 50]])
    expect(entities[2]?.witness).toMatchObject({ outcome: 'witnessed', transactions: 50 })
  })
  // Each entity and its rows in the range; its settled rows; its page. What the company's money is and its name, two reports, CDC.
  expect(read).toEqual({ rounds: 3, calls: 6 + 3 + 3 + 5 })
  // What is most, a company's transactions, is counted first: in a process that has just begun calls leave one after the other.
  expect(simulator.requests.slice(1, 7).map(({ entity }) => entity)).toEqual(
    ['Invoice', 'Customer', 'Item'].flatMap((entity) => [entity, entity]),
  )

  const quiet = await rounds(() => company.sync())
  expect(quiet).toEqual({ rounds: 1, calls: 1 })

  const verified = await rounds(() => company.verify({ from: all.from, to: '2026-01-01' }))
  expect(verified.rounds).toBe(3)

  const planned = await rounds(() =>
    makePlan({
      source: company.source,
      entities: resolveEntities(['customers', 'items', 'invoices']),
      range: parseRange(all.from, all.to, 'UTC'),
      windowSize: 'month',
    }),
  )
  expect(planned).toEqual({ rounds: 1, calls: 6 })
})

test('a range that holds only a part of a list takes one round more: what was changed in it is counted', async () => {
  company = await startCompany('PostgreSQL', { invoices: 30, customers: 100, items: 20 })
  const read = await rounds(async () => {
    const { status } = await company.run({ from: '2023-01-01', to: '2025-01-01', window: 'month' })
    // Its invoices name customers who were made before it.
    expect(status).toBe('yellow')
  })
  expect(read.rounds).toBe(4)
})

test('five thousand invoices are read in three rounds behind the token, too, and within the calls of their rows', async () => {
  company = await startCompany('PostgreSQL', { invoices: 5000, customers: 900, items: 300 })
  const read = await rounds(async () => {
    const { status } = await company.run({ ...all, window: 'day', to: '2026-01-01' })
    expect(status).toBe('green')
  })
  expect(read.rounds).toBe(3)
  expect(read.calls).toBeLessThanOrEqual(1.05 * 7 + 20)
})

test('what is counted late is counted a page before the last one, so that nobody waits behind it for what has changed', async () => {
  company = await startCompany('PostgreSQL', { invoices: 12_000, customers: 9, items: 3 })
  const read = await rounds(async () => {
    // No more streams than pages are written at once: none waits for its turn before it asks for the next.
    const { status } = await company.run({ ...all, window: 'day', to: '2026-01-01', concurrency: 4 })
    expect(status).toBe('green')
  })
  // The plan; the first page, and where to cut; three pages of each stream.
  expect(read.rounds).toBe(5)
  expect(read.calls).toBeLessThanOrEqual(1.05 * 14 + 20)
})

test('windows that lack a row are read again side by side, in as many streams as the run has', async () => {
  company = await startCompany('PostgreSQL', { invoices: 8000, customers: 9, items: 3, latencyMs: 20 })
  const ids = company.simulator.records('Invoice').map(({ Id }) => Id)
  const hidden = new Set(ids.filter((_, index) => index % 500 === 250))
  const lying = lyingSource(company.source, { hides: (_, id) => hidden.delete(id) })
  let open = 0
  let most = 0
  const source: typeof lying = {
    ...lying,
    async *scan(options) {
      const isAgain = hidden.size === 0
      if (isAgain) most = Math.max(most, (open += 1))
      yield* lying.scan(options)
      if (isAgain) open -= 1
    },
  }
  const options = { ...all, source, witness: false, concurrency: 4, entities: ['invoices'] }
  expect(await company.run(options)).toMatchObject({ status: 'green', entities: [{ loaded: 8000 }] })
  expect(company.events.filter(({ type }) => type === 'proof.healed')).toMatchObject([{ written: 16 }])
  expect([hidden.size, most]).toEqual([0, 4])
})
