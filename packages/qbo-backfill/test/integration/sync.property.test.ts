import fc from 'fast-check'
import { sql } from 'kysely'
import type { QboRecord } from 'qbo-simulator'
import { search } from 'testkit'
import { afterEach, expect, test } from 'vitest'
import { printedBySource, startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const entities = ['invoices', 'time_activities', 'tax_codes']
const range = { from: '2020-01-01', to: '2025-01-01', entities }
const tables = { Invoice: 'qb_invoices', TimeActivity: 'qb_time_activities', TaxCode: 'qb_tax_codes' }
const names = ['Invoice', 'TimeActivity', 'TaxCode'] as const
const dayMs = 86_400_000
const created = '2023-02-02T10:00:00-08:00'
const MetaData = { CreateTime: created, LastUpdatedTime: created }

const deed = fc.record({
  kind: fc.constantFrom(
    'edit',
    'unstorable edit',
    'delete',
    'make',
    'lose the row',
    'wait',
    'wait long',
    'sync',
  ),
  entity: fc.constantFrom(...names),
  pick: fc.nat(),
})

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

/**
 * Rows that a stranger took out of the table when they were as QuickBooks has them. A sync reads what has changed: that
 * such a row is missing is for a verification, or a sweep, to say.
 */
let takenAway: Set<string>

async function act({ kind, entity, pick }: Deed, serial: number): Promise<void> {
  const { simulator } = company
  const records = simulator.records(entity)
  const record = records[pick % records.length]
  const id = record?.Id ?? ''
  if (kind === 'edit' || kind === 'unstorable edit') takenAway.delete(`${entity} ${id}`)
  switch (kind) {
    case 'edit':
      if (id !== '') simulator.edit(entity, id, { Note: `deed ${serial}` })
      break
    case 'unstorable edit':
      if (record !== undefined) makeUnstorable(entity, record)
      break
    case 'delete':
      if (id !== '') simulator.remove(entity, id)
      break
    case 'make':
      simulator.create(entity, { Name: `deed ${serial}`, TxnDate: '2024-04-04', Id: `9${serial}` })
      break
    case 'lose the row':
      if (record !== undefined && (await outdated(entity, [record])).length === 0)
        takenAway.add(`${entity} ${id}`)
      await sql`DELETE FROM ${sql.table(`raw.${tables[entity]}`)} WHERE id = ${id}`.execute(company.db)
      break
    case 'wait':
      simulator.setNow(simulator.now() + dayMs / 4)
      break
    case 'wait long':
      // Not so long that the refresh token ends, which is another story.
      if (simulator.now() < Date.now() + 50 * dayMs) simulator.setNow(simulator.now() + 35 * dayMs)
      break
    default:
      await company.sync()
  }
}

/** A newer version with a number that expands beyond what the sink takes. */
function makeUnstorable(entity: (typeof names)[number], record: QboRecord): void {
  const { simulator } = company
  const LastUpdatedTime = new Date(simulator.now()).toISOString().replace(/\.\d+Z$/u, '+00:00')
  const edited = { ...record, SyncToken: String(Number(record.SyncToken) + 1) }
  const text = JSON.stringify({ ...edited, MetaData: { ...record.MetaData, LastUpdatedTime } })
  simulator.remove(entity, record.Id, { trace: false })
  simulator.create(entity, `${text.slice(0, -1)},"Huge":1E999999}`)
}

/** The Ids of records that the table shows otherwise, or not at all. */
async function outdated(
  entity: (typeof names)[number],
  records: readonly QboRecord[],
): Promise<readonly string[]> {
  const source = await printedBySource(company, records)
  const rows = new Map((await storedRows(company, tables[entity])).map((row) => [row.id, row.payload]))
  return records.map(({ Id }) => Id).filter((id) => rows.get(id) !== source.get(id))
}

/** What QuickBooks has done since the run and the table does not show: rows that are older, and dead ones. */
async function unsynced(entity: (typeof names)[number], since: number): Promise<readonly string[]> {
  const records = company.simulator.records(entity)
  const changed = records.filter(({ MetaData: times }) => Date.parse(times?.LastUpdatedTime ?? '') > since)
  const behind = (await outdated(entity, changed)).filter((id) => !takenAway.has(`${entity} ${id}`))
  const known = new Set(records.map(({ Id }) => Id))
  const rows = await storedRows(company, tables[entity])
  return [
    ...behind.map((id) => `changed ${id}`),
    ...rows.filter((row) => !row.deleted && !known.has(row.id)).map(({ id }) => `gone ${id}`),
  ]
}

test('whatever is changed, deleted, lost, refused and left alone for long, no sync is green while the table does not show it', async () => {
  const seen = { green: 0, yellow: 0, red: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 14 }), async (deeds) => {
      company = await startCompany('PostgreSQL', { invoices: 12, customers: 3, items: 3 })
      takenAway = new Set()
      try {
        for (let n = 0; n < 6; n++) {
          company.simulator.create('TimeActivity', { TxnDate: `2023-0${n + 1}-01`, Hours: 1, MetaData })
          company.simulator.create('TaxCode', { Name: `Code ${n}`, MetaData })
        }
        const begun = company.simulator.now()
        await company.run(range)
        company.simulator.setNow(company.simulator.now() + dayMs)
        for (const [serial, one] of deeds.entries()) await act(one, serial)
        const report = await company.sync()
        for (const { entity, status } of report.entities) {
          seen[status] += 1
          const behind = await unsynced(entity as keyof typeof tables, begun)
          expect([entity, status === 'green' ? behind : []]).toEqual([entity, []])
        }
      } finally {
        await company.close()
      }
    }),
    {
      ...search({ quick: 3, deep: 25 }),
      endOnFailure: true,
      // Green, and red.
      examples: [
        [[{ kind: 'edit', entity: 'Invoice', pick: 0 }]],
        [[{ kind: 'unstorable edit', entity: 'Invoice', pick: 0 }]],
        [
          [
            { kind: 'edit', entity: 'Invoice', pick: 0 },
            { kind: 'lose the row', entity: 'Invoice', pick: 0 },
            { kind: 'sync', entity: 'Invoice', pick: 0 },
            { kind: 'lose the row', entity: 'Invoice', pick: 0 },
          ],
        ],
      ],
    },
  )
  expect(seen.green).toBeGreaterThan(0)
  expect(seen.red).toBeGreaterThan(0)
  company = await startCompany('PostgreSQL', { invoices: 1, customers: 1, items: 1 })
}, 240_000)
