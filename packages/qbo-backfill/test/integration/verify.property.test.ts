import fc from 'fast-check'
import { sql } from 'kysely'
import { search } from 'testkit'
import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2030-01-01' }
const tables = {
  Invoice: 'qb_invoices',
  TimeActivity: 'qb_time_activities',
  Customer: 'qb_customers',
  TaxCode: 'qb_tax_codes',
}
const names = ['Invoice', 'TimeActivity', 'Customer', 'TaxCode'] as const
const dayMs = 86_400_000
const created = '2023-02-02T10:00:00-08:00'
const MetaData = { CreateTime: created, LastUpdatedTime: created }

const deed = fc.record({
  kind: fc.constantFrom(
    'edit',
    'delete',
    'delete untold',
    'make',
    'lose the row',
    'lose the row',
    'wait',
    'wait long',
  ),
  entity: fc.constantFrom(...names),
  pick: fc.nat(),
})

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

async function act({ kind, entity, pick }: Deed, serial: number): Promise<void> {
  const { simulator } = company
  const records = simulator.records(entity)
  const id = records[pick % records.length]?.Id ?? ''
  switch (kind) {
    case 'edit':
      if (id !== '') simulator.edit(entity, id, { PrivateNote: `deed ${serial}` })
      break
    case 'delete':
    case 'delete untold':
      if (id !== '') simulator.remove(entity, id, { trace: kind === 'delete' })
      break
    case 'make':
      simulator.create(entity, { DisplayName: `deed ${serial}`, TxnDate: '2024-04-04', Id: `9${serial}` })
      break
    case 'lose the row':
      await sql`DELETE FROM ${sql.table(`raw.${tables[entity]}`)} WHERE id = ${id}`.execute(company.db)
      break
    default:
      // Not so long that the refresh token ends, which is another story.
      if (simulator.now() < Date.now() + 50 * dayMs)
        simulator.setNow(simulator.now() + (kind === 'wait' ? 1 : 35) * dayMs)
  }
}

/** A QuickBooks whose COUNT(*) is off by so many. */
function miscounting(off: number): Source {
  return {
    ...company.source,
    count: async (...question) => {
      const answer = await company.source.count(...question)
      return { ...answer, count: Math.max(0, answer.count + off) }
    },
  }
}

/** Settled records of the source that have no live row. */
async function lost(entity: (typeof names)[number], settledBefore: string): Promise<number> {
  const live = new Set(
    (await storedRows(company, tables[entity])).flatMap((row) => (row.deleted ? [] : [row.id])),
  )
  const isSettled = (time: string | undefined): boolean => Date.parse(time ?? '') < Date.parse(settledBefore)
  return company.simulator
    .records(entity)
    .filter((record) => isSettled(record.MetaData?.LastUpdatedTime) && !live.has(record.Id)).length
}

test('whatever is edited, deleted, lost and miscounted, a verification is red while a proved row is missing, and never green while anything differs', async () => {
  const seen = { green: 0, yellow: 0, red: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 8 }),
      fc.constantFrom(0, 0, 0, -1, 1, -1000),
      async (deeds, off) => {
        company = await startCompany('PostgreSQL', { invoices: 12, customers: 6, items: 3 })
        try {
          for (let n = 0; n < 6; n++) {
            company.simulator.create('TimeActivity', { TxnDate: `2023-0${n + 1}-01`, Hours: 1, MetaData })
            company.simulator.create('TaxCode', { Name: `Code ${n}`, MetaData })
          }
          const entities = [...names]
          const { settledBefore } = await company.run({ ...range, entities })
          company.simulator.setNow(company.simulator.now() + dayMs)
          for (const [serial, one] of deeds.entries()) await act(one, serial)
          const report = await company.verify({ ...range, entities, source: miscounting(off) })
          for (const { entity, status, missing, findings } of report.entities) {
            const name = entity as (typeof names)[number]
            const count = await lost(name, settledBefore)
            seen[status] += 1
            expect([entity, status === 'red', missing]).toEqual([entity, count > 0, count])
            expect(findings.length > 0).toBe(status !== 'green')
            if (status !== 'green') continue
            const live = (await storedRows(company, tables[name])).filter((row) => !row.deleted)
            expect(live.length).toBe(company.simulator.records(name).length)
          }
        } finally {
          await company.close()
        }
      },
    ),
    {
      ...search({ quick: 4, deep: 25 }),
      endOnFailure: true,
      // Green but for what is red, and yellow.
      examples: [
        [[{ kind: 'lose the row', entity: 'Invoice', pick: 0 }], 0],
        [[], -1],
        // A count of none had a change by query pass for none.
        [[{ kind: 'make', entity: 'TimeActivity', pick: 0 }], -1000],
      ],
    },
  )
  expect(Math.min(seen.green, seen.yellow, seen.red)).toBeGreaterThan(0)
  company = await startCompany('PostgreSQL', { invoices: 1, customers: 1, items: 1 })
}, 240_000)
