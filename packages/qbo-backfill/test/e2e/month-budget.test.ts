import { depth } from 'testkit'
import { expect, test } from 'vitest'
import { runHere } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

const range = ['--entities', 'invoices,customers', '--from', '2024-10-01', '--to', '2025-01-01']

const host = hostOfEachTest(
  { seed: 5, customers: 20, items: 10, invoices: 60, from: '2024-10-01' },
  serverDatabaseWithTables,
)

async function taken(): Promise<number> {
  const { rows } = await host.database.pool.query<{ taken: number }>(
    'SELECT taken::int FROM qbo_backfill.month_calls',
  )
  return rows[0]?.taken ?? 0
}

const calls = (): number => host.simulator.requests.filter((request) => request.host === 'api').length

test.each<[command: string, flags: readonly string[], step: number]>([
  ['sync', [], 1],
  ['sync', ['--sweep'], 1],
  // It makes more calls than the others: not at each of them in `npm test`.
  ['verify', range, depth({ quick: 3, deep: 1 })],
])(
  '%s %j ends with 75 at a spent month, wherever it stands, and goes on when the budget is raised',
  async (command, flags, step) => {
    expect((await runHere(['run', ...range], host.environment())).exitCode).toBe(0)
    const [edited, removed] = host.simulator.records('Invoice')
    host.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
    host.simulator.remove('Invoice', removed?.Id ?? '')
    const ends: number[] = []
    // Nothing is left of the month, then a call more at each attempt, or a few.
    for (let more = 0; ends.at(-1) !== 0; more += step) {
      const [before, budget] = [calls(), (await taken()) + more]
      const ended = await runHere(
        [command, ...flags, '--monthly-call-budget', String(budget)],
        host.environment(),
      )
      ends.push(ended.exitCode ?? -1)
      expect(calls() - before).toBeLessThanOrEqual(more)
      expect(await taken()).toBe(calls())
      if (ended.exitCode === 0) break
      expect(ended.events.at(-1)).toMatchObject({
        type: `${command}.failed`,
        exitCode: 75,
        error: {
          code: 'BACKFILL_BUDGET_SPENT',
          retryable: true,
          resumeAfter: expect.stringMatching(/^\d{4}-\d{2}-01T0[78]:00:00Z$/u) as string,
        },
      })
      const { error } = ended.events.at(-1) as { error: { resumeAfter: string } }
      expect(Date.parse(error.resumeAfter)).toBeGreaterThan(Date.now())
    }
    expect(ends.length).toBeGreaterThan(2)
    expect(new Set(ends)).toEqual(new Set([75, 0]))
    // What a verification only finds, a sync brings.
    const brought = command === 'verify' ? (await runHere(['sync'], host.environment())).exitCode : 0
    expect(brought).toBe(0)
    const { rows } = await host.database.pool.query<{ id: string; note: string | null; gone: boolean }>(
      `SELECT id, payload->>'PrivateNote' AS note, deleted_at IS NOT NULL AS gone FROM raw.qb_invoices
       WHERE id IN ($1, $2) ORDER BY id = $1 DESC`,
      [edited?.Id, removed?.Id],
    )
    expect(rows).toMatchObject([
      { id: edited?.Id, note: 'late', gone: false },
      { id: removed?.Id, gone: true },
    ])
    expect((await runHere(['verify', ...range], host.environment())).events.at(-1)).toMatchObject({
      report: { status: 'green' },
    })
  },
)
