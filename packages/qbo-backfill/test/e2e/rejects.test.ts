import { beforeEach, expect, test } from 'vitest'
import { runHere, type CliResult } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

const command = ['run', '--entities', 'items', '--from', '2020-01-01', '--to', '2025-01-01']

const host = hostOfEachTest({ seed: 13, customers: 5, items: 20, invoices: 5 }, serverDatabaseWithTables)

beforeEach(() => {
  createItem('900001', 'Too large', '1E999999')
  createItem('900002', String.raw`A NUL \u0000 inside`, '1')
})

function createItem(id: string, name: string, price: string): void {
  const time = '2022-05-05T10:00:00-07:00'
  host.simulator.create(
    'Item',
    `{"Id":"${id}","Name":"${name}","SyncToken":"0","UnitPrice":${price},"Active":true,"MetaData":{"CreateTime":"${time}","LastUpdatedTime":"${time}"}}`,
  )
}

function cli(...argv: readonly string[]): Promise<CliResult> {
  return runHere(argv, host.environment())
}

function last(result: CliResult): Readonly<Record<string, unknown>> {
  return result.events.at(-1) ?? {}
}

async function listed(...more: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const result = await cli('rejects', 'list', ...more)
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  return result.events.filter((event) => event['type'] === 'reject.listed')
}

test('a red run is yellow at its next start once a person has acknowledged what could not be stored', async () => {
  expect((await cli(...command)).exitCode).toBe(5)
  const rejects = await listed()
  expect(rejects).toMatchObject([
    { entity: 'Item', recordId: '900001', saved: false, state: 'open', reason: 'huge-number' },
    { entity: 'Item', recordId: '900002', saved: true, state: 'saved', reason: 'nul-character' },
  ])
  expect(rejects[0]?.['message']).toMatch(/too many digits/u)
  const id = String(rejects[0]?.['id'])
  expect(last(await cli('rejects', 'acknowledge', id, '--by', 'ana'))).toMatchObject({
    type: 'rejects.completed',
    exitCode: 0,
    acknowledged: 1,
  })
  expect(last(await cli('rejects', 'acknowledge', id))).toMatchObject({ exitCode: 0, acknowledged: 0 })
  expect(await listed('--entity', 'items')).toMatchObject([{ state: 'acknowledged' }, { state: 'saved' }])
  const again = await cli(...command)
  expect(again.exitCode).toBe(0)
  expect(last(again)).toMatchObject({ report: { status: 'yellow' } })
})

test('acknowledging by entity or all leaves what is not meant', async () => {
  await cli(...command)
  expect(last(await cli('rejects', 'acknowledge', '--entity', 'invoices'))).toMatchObject({ acknowledged: 0 })
  expect(last(await cli('rejects', 'acknowledge', '--all'))).toMatchObject({ acknowledged: 2 })
  expect((await cli(...command)).exitCode).toBe(0)
})

test('a replay stores what can be stored now, and leaves the rest as it was', async () => {
  await cli(...command)
  const [open] = await listed()
  const id = String(open?.['id'])
  expect(last(await cli('rejects', 'replay'))).toMatchObject({
    exitCode: 0,
    stored: 0,
    refused: 1,
    withoutText: 0,
  })
  expect(await listed()).toMatchObject([{ id, state: 'open', runId: open?.['runId'] }, {}])
  // As it is after an upgrade that takes such numbers.
  await host.database.pool.query("UPDATE raw.qb_rejects SET original = replace(original, '1E999999', '1')")
  const replayed = await cli('rejects', 'replay', id)
  expect(last(replayed)).toMatchObject({ type: 'rejects.completed', exitCode: 0, stored: 1, refused: 0 })
  expect(replayed.events[0]).toMatchObject({ type: 'reject.replayed', id, recordId: '900001', stored: true })
  const rows = await host.database.pool.query<{ run_id: string }>(
    "SELECT run_id FROM raw.qb_items WHERE id = '900001'",
  )
  expect(rows.rows).toEqual([{ run_id: open?.['runId'] }])
  expect(await listed()).toMatchObject([{ recordId: '900002' }])
  expect(await listed('--all')).toMatchObject([{ state: 'resolved' }, { state: 'saved' }])
})

test('a record that never came from QuickBooks has nothing to replay, and keeps its description', async () => {
  host.simulator.poison('Item', '900002')
  await cli(...command)
  expect(last(await cli('rejects', 'replay'))).toMatchObject({ stored: 0, refused: 1, withoutText: 1 })
  expect(await listed()).toContainEqual(expect.objectContaining({ reason: 'poisoned', state: 'open' }))
})

test('pruning keeps the newest finished runs and all that are not finished, and touches no row', async () => {
  const narrow = ['run', '--entities', 'items', '--from', '2020-01-01', '--to']
  for (const year of ['2021', '2021', '2021'])
    expect((await cli(...narrow, `${year}-01-01`)).exitCode).toBe(0)
  expect((await cli(...command)).exitCode).toBe(5)
  const newest = await host.database.pool.query<{ run_id: string }>(
    "SELECT run_id FROM qbo_backfill.runs WHERE status IN ('green', 'yellow') ORDER BY started_at_utc DESC LIMIT 1",
  )
  const rows = await host.database.pool.query('SELECT * FROM raw.qb_items ORDER BY id')
  expect(last(await cli('prune', '--keep-runs', '1'))).toMatchObject({
    type: 'prune.completed',
    exitCode: 0,
    removed: 2,
    kept: 2,
  })
  const kept = await host.database.pool.query<{ run_id: string; status: string }>(
    'SELECT run_id, status FROM qbo_backfill.runs ORDER BY started_at_utc',
  )
  expect(kept.rows).toMatchObject([{ run_id: newest.rows[0]?.run_id }, { status: 'red' }])
  for (const table of ['segments', 'pages', 'windows', 'checks', 'run_calls']) {
    const left = await host.database.pool.query(
      `SELECT FROM qbo_backfill.${table} WHERE run_id NOT IN (SELECT run_id FROM qbo_backfill.runs)`,
    )
    expect([table, left.rowCount]).toEqual([table, 0])
  }
  expect((await host.database.pool.query('SELECT * FROM raw.qb_items ORDER BY id')).rows).toEqual(rows.rows)
})
