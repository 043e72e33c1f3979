import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSmallFleet, two, type SmallFleet } from './small-fleet.ts'
import { consent, pageWith } from './visitor.ts'

let fleet: SmallFleet

beforeAll(async () => {
  fleet = await startSmallFleet()
  const ask = await fleet.insider()
  await consent(ask, '/connect', two)
  await pageWith(ask, /<b>1<\/b><svg class="mark fine"/u)
})

afterAll(() => fleet.close())

/** What was found of the company since. */
async function foundSince(before: number): Promise<readonly string[]> {
  await fleet.idle()
  return (await fleet.outcomes(two)).slice(before).map(({ work, status }) => `${work} ${status}`)
}

test('where a check found something missing, trying again reads all of it, and it is there', async () => {
  const ask = await fleet.insider()
  await fleet.idle()
  const before = (await fleet.outcomes(two)).length
  const [lost] = await fleet.rowsOf<{ id: string }>(
    'DELETE FROM raw.qb_invoices WHERE realm_id = $1 AND id = (SELECT min(id) FROM raw.qb_invoices WHERE realm_id = $1) RETURNING id',
    two,
  )
  await fleet.addJob('verify', two)
  expect(await foundSince(before)).toEqual(['verify red'])
  expect(await (await ask('/')).text()).toContain('Missing in the database: 1 invoice.')
  // Changes go on coming meanwhile, and bring nothing that did not change.
  await fleet.addJob('sync', two)
  await fleet.idle()
  await ask('/again', { realm: two })
  await ask('/again', { realm: two })
  expect(await foundSince(before)).toEqual(['verify red', 'sync green', 'backfill green'])
  expect(
    await fleet.rowsOf('SELECT FROM raw.qb_invoices WHERE realm_id = $1 AND id = $2', two, lost?.id ?? ''),
  ).toHaveLength(1)
  expect(await (await ask('/')).text()).not.toContain('Missing in the database')
})

test('where a sync could not store something, trying again syncs, and nothing more', async () => {
  const ask = await fleet.insider()
  await fleet.idle()
  const before = (await fleet.outcomes(two)).length
  const now = new Date(fleet.simulator.now()).toISOString()
  // No table has room for such an amount.
  const text = `{"Id":"9001","SyncToken":"0","TxnDate":"2024-06-01","TotalAmt":1E999,"MetaData":{"CreateTime":"${now}","LastUpdatedTime":"${now}"}}`
  fleet.simulator.create('Invoice', text, two)
  await fleet.addJob('sync', two)
  expect(await foundSince(before)).toEqual(['sync red'])
  fleet.simulator.edit('Invoice', '9001', { TotalAmt: 12.5 }, two)
  await ask('/again', { realm: two })
  expect(await foundSince(before)).toEqual(['sync red', 'sync green'])
})
