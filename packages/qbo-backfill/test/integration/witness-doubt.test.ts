import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { liveIds, startCompany, type TestCompany } from '../company.js'
import { few, ofInvoices, range } from '../few-invoices.js'
import { lyingSource } from '../lying-source.js'

let company: TestCompany
afterEach(() => company.close())

/** QuickBooks, whose reports and look-ups say nothing of the records. */
function silentOn(ids: ReadonlySet<string>): Source {
  return lyingSource(company.source, {
    unlists: (id) => ids.has(id),
    hides: (_entity, id, how) => how === 'ids' && ids.has(id),
  })
}

function firstIds(count: number): ReadonlySet<string> {
  return new Set(
    company.simulator
      .records('Invoice')
      .slice(0, count)
      .map(({ Id }) => Id),
  )
}

test('what a run has read itself is not gone because a report and a look-up say nothing of it', async () => {
  company = await startCompany('PostgreSQL', few)
  const ids = firstIds(2)
  const found = ofInvoices(await company.run({ ...range, source: silentOn(ids) }))
  expect(found).toMatchObject({ status: 'yellow', witness: { deleted: 0, doubtful: 2, unlisted: 0 } })
  const [first, second] = [...ids]
  expect(found.findings.join()).toContain(
    `QuickBooks does not give 2 rows by Id any more, such as Id ${first}; Id ${second}, and has not told that they are deleted: they stay in the table.`,
  )
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(60)
  expect(ofInvoices(await company.run(range))).toMatchObject({
    status: 'green',
    witness: { transactions: 60 },
  })
})

test.each(['cdc', 'no cdc'])(
  'what a run has read itself and is deleted behind its proof is gone if change data capture tells it: %s',
  async (how) => {
    company = await startCompany('PostgreSQL', few)
    const ids = firstIds(2)
    const silent = silentOn(ids)
    let isAsked = false
    const source: Source = {
      ...silent,
      async *readByIds(entity, wanted, options) {
        // The proof has asked what changed; now it is the witness who looks up.
        if (!isAsked) for (const id of ids) company.simulator.remove('Invoice', id)
        isAsked = true
        yield* silent.readByIds(entity, wanted, options)
      },
      cdc(...question) {
        if (isAsked && how === 'no cdc')
          company.simulator.inject({ kind: 'forbidden', match: { path: '/cdc' } })
        return silent.cdc(...question)
      },
    }
    const found = ofInvoices(await company.run({ ...range, source }))
    const told = { status: 'green', witness: { deleted: 2, transactions: 58 } }
    const untold = { status: 'yellow', witness: { deleted: 0, doubtful: 2 } }
    expect(found).toMatchObject(how === 'cdc' ? told : untold)
    expect(await liveIds(company, 'qb_invoices')).toHaveLength(how === 'cdc' ? 58 : 60)
  },
)

test('what a report lists still is not gone because a look-up gives nothing', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run(range)
  const [id = ''] = firstIds(1)
  company.simulator.edit('Invoice', id, { TotalAmt: 123_456 }, { touch: false })
  const source = lyingSource(company.source, { hides: (_entity, each, how) => how === 'ids' && each === id })
  expect(await company.sync({ source, sweep: true })).toMatchObject({
    status: 'yellow',
    entities: [{ tombstoned: 0, witness: { deleted: 0, doubtful: 1, differing: 0 } }],
  })
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(60)
})

test('what only a look-up of the run has shown is not gone because the next one shows it no more', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run({ ...range, witness: false })
  const [id = ''] = firstIds(1)
  company.simulator.hide('Invoice', id)
  const source = (): Source => {
    let counts = 0
    const lying = lyingSource(company.source, {
      // Too many where the run is planned: the windows are read once more, and what they lack is looked up again.
      counts: (_scope, truth) => truth + Number((counts += 1) === 2),
      hides: (_entity, each, how) =>
        how === 'ids' && each === id && lying.told.ids.get('Invoice')?.has(id) === true,
    })
    return lying
  }
  const found = ofInvoices(await company.run({ ...range, witness: false, source: source() }))
  expect(found.status).toBe('yellow')
  expect(found.findings.join()).toContain('not every deletion at QuickBooks since the run began is known')
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(60)
})
