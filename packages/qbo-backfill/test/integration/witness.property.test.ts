import { sql } from 'kysely'
import fc from 'fast-check'
import { QboError } from 'qbo-client'
import { search } from 'testkit'
import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'
import { lyingSource } from '../lying-source.js'

let company: TestCompany
afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01', entities: ['invoices'] }
const hourMs = 3_600_000
const dayMs = 24 * hourMs

const deed = fc.record({
  pick: fc.nat(),
  kind: fc.constantFrom('hide', 'delete', 'delete without a trace', 'edit', 'lose', 'make'),
})

/** What happens after a company was loaded, how long one waits then, how wrong counts are, and what is done. */
const history = fc.record({
  deeds: fc.array(deed, { maxLength: 6 }),
  days: fc.constantFrom(0, 40),
  counts: fc.array(fc.record({ nth: fc.integer({ min: 1, max: 6 }), by: fc.constantFrom(-2, -1, 1) }), {
    maxLength: 2,
  }),
  call: fc.constantFrom('run', 'sweep', 'verify'),
})

type History = typeof history extends fc.Arbitrary<infer T> ? T : never

async function act({ pick, kind }: History['deeds'][number], serial: number): Promise<void> {
  const ids = company.simulator.records('Invoice').map(({ Id }) => Id)
  const id = ids[pick % ids.length]
  if (id === undefined) return
  switch (kind) {
    case 'hide':
      company.simulator.hide('Invoice', id)
      return
    case 'edit':
      company.simulator.edit('Invoice', id, { PrivateNote: `deed ${serial}` })
      return
    case 'lose':
      await sql`DELETE FROM raw.qb_invoices WHERE id = ${id}`.execute(company.db)
      return
    case 'make':
      company.simulator.create('Invoice', { TxnDate: '2024-05-05', TotalAmt: 5 + serial })
      return
    default:
      company.simulator.remove('Invoice', id, { trace: kind === 'delete' })
  }
}

function lying(counts: History['counts']): Source {
  let asked = 0
  return lyingSource(company.source, {
    counts(_scope, truth) {
      asked += 1
      const by = counts.find(({ nth }) => nth === asked)?.by ?? 0
      return Math.max(0, truth + by)
    },
  })
}

async function colourOf(call: History['call'], source: Source): Promise<string> {
  if (call === 'run') return (await company.run({ ...range, source })).status
  if (call === 'sweep') return (await company.sync({ source, sweep: true })).status
  return (await company.verify({ ...range, source })).status
}

/** Rows that the table lacks, and rows that it has and QuickBooks has no more. */
async function wrongRows(): Promise<readonly string[]> {
  const rows = (await storedRows(company, 'qb_invoices')).filter(({ deleted }) => !deleted)
  const live = new Set(rows.map(({ id }) => id))
  const there = new Set(company.simulator.records('Invoice').map(({ Id }) => Id))
  return [
    ...[...there].filter((id) => !live.has(id)).map((id) => `missing ${id}`),
    ...[...live].filter((id) => !there.has(id)).map((id) => `deleted ${id}`),
  ]
}

test('nothing is green while a transaction that either engine shows is missing, or a deleted one is live', async () => {
  const colours = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(history, async ({ deeds, days, counts, call }) => {
      company = await startCompany('PostgreSQL', { customers: 3, items: 3, invoices: 30 })
      try {
        await company.run(range)
        for (const [index, each] of deeds.entries()) await act(each, index)
        company.simulator.setNow(company.simulator.now() + hourMs + days * dayMs)
        const colour = await colourOf(call, lying(counts))
        colours.set(`${call} ${colour}`, (colours.get(`${call} ${colour}`) ?? 0) + 1)
        expect({ colour, wrong: colour === 'green' ? await wrongRows() : [] }).toEqual({ colour, wrong: [] })
      } finally {
        await company.close()
      }
    }),
    search({ quick: 8, deep: 100 }),
  )
  expect([...colours.keys()].some((name) => name.endsWith('green'))).toBe(true)
  company = await startCompany('PostgreSQL', { customers: 1, items: 1, invoices: 1 })
}, 600_000)

const failures = fc.record({
  code: fc.constantFrom(
    'QBO_FORBIDDEN',
    'QBO_REPORT_REFUSED',
    'QBO_REPORT_TRUNCATED',
    'QBO_GATEWAY_TIMEOUT',
    'QBO_UNEXPECTED_RESPONSE',
    'QBO_NOT_FOUND',
  ),
  /** How many parts come before it fails, and how many transactions of each. */
  parts: fc.integer({ min: 0, max: 2 }),
  kept: fc.integer({ min: 0, max: 30 }),
})

test('a witness that fails in any way changes no row and no colour', async () => {
  company = await startCompany('PostgreSQL', { customers: 3, items: 3, invoices: 30 })
  await company.run({ ...range, witness: false })
  const [hidden, gone] = company.simulator.records('Invoice')
  company.simulator.hide('Invoice', hidden?.Id ?? '')
  company.simulator.remove('Invoice', gone?.Id ?? '', { trace: false })
  await company.sync()
  const before = await storedRows(company, 'qb_invoices')
  await fc.assert(
    fc.asyncProperty(failures, async ({ code, parts, kept }) => {
      const source: Source = {
        ...company.source,
        async *transactionList(options) {
          let part = 0
          for await (const each of company.source.transactionList!(options))
            if (part++ < parts) yield { ...each, transactions: each.transactions.slice(0, kept) }
          throw new QboError(code, 'No.')
        },
      }
      expect(await company.sync({ source, sweep: true })).toMatchObject({
        status: 'green',
        entities: [{ witness: { outcome: 'notWitnessed' } }],
      })
      expect((await company.verify({ ...range, source })).entities[0]?.witness?.outcome).toBe('notWitnessed')
      expect(await storedRows(company, 'qb_invoices')).toEqual(before)
    }),
    search({ quick: 6, deep: 40 }),
  )
}, 300_000)
