import fc from 'fast-check'
import { sql, type Kysely } from 'kysely'
import { createTestDatabase, search, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrateState } from '../../src/ledger/migrate.js'
import { closeRun, expireRun, insertRun, reopenRun } from '../../src/ledger/runs.js'
import { runTransitions, runVerdicts, type RunStatus } from '../../src/ledger/run-state.js'
import * as segments from '../../src/ledger/segments.js'
import { segmentTransitions, type SegmentStatus, type SegmentStep } from '../../src/ledger/segment-state.js'
import type { StateDatabase } from '../../src/ledger/tables.js'

let database: TestDatabase
let state: Kysely<StateDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  await migrateState(database.db, 'qbo_backfill')
  state = (database.db as unknown as Kysely<StateDatabase>).withSchema('qbo_backfill')
})

afterAll(() => database.drop())

const runId = 'run'
const noCounts = { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }

const planned = { entity: 'Invoice', kind: 'transaction', plannedCount: 1 } as const

beforeEach(async () => {
  await sql`TRUNCATE qbo_backfill.runs CASCADE`.execute(database.db)
  await insertRun(state, 'raw', {
    runId,
    environment: 'sandbox',
    realmId: '1',
    clientId: 'client',
    entities: ['Invoice'],
    from: '2024-01-01T00:00:00Z',
    to: '2025-01-01T00:00:00Z',
    timeZone: 'UTC',
    windowSize: undefined,
    settledBefore: '2025-01-01T00:00:00Z',
    notices: [],
    totals: {},
  })
  await segments.insertSegments(state, runId, [
    { ...planned, number: 1, firstWindow: 0, endWindow: 1 },
    { ...planned, number: 2, firstWindow: 1, endWindow: 2 },
  ])
})

let page = 0

function commit(done: boolean): Promise<void> {
  page += 1
  const place = {
    runId,
    segment: 1,
    entity: 'Invoice',
    pageNumber: page,
    pageSize: 1,
    cursor: undefined,
    done,
  }
  const answer = { text: '{}', recordsPath: [], targets: [], poisoned: [], outsideRange: 0 }
  const request = {
    request: 'SELECT',
    askedAt: new Date(),
    intuitTid: undefined,
    durationMs: 1,
    elapsedMs: 1,
  }
  return segments.advanceSegment(state, { ...place, ...answer, ...request }, 0, noCounts)
}

/** The statements that take each step with segment 1, as the engine does. */
const take: Readonly<Record<SegmentStep, () => Promise<void>>> = {
  begin: () => segments.startSegment(state, runId, { number: 1, statementHash: 'hash', restart: true }),
  advance: () => commit(false),
  split: () =>
    segments.splitSegment(state, runId, {
      kept: { ...planned, number: 1, firstWindow: 0, endWindow: 1, statementHash: 'hash' },
      given: [],
    }),
  finish: () => commit(true),
  fail: () => segments.failSegment(state, runId, 1, { code: 'X' }),
  resume: () => segments.reopenSegments(state, runId, []),
  reopen: () => segments.reopenSegments(state, runId, [1]),
}

async function statusOf(number: number): Promise<SegmentStatus | undefined> {
  return (await segments.selectSegments(state, runId)).find((segment) => segment.number === number)?.status
}

async function setStatus(status: SegmentStatus): Promise<void> {
  await state.updateTable('segments').set({ status }).where('number', '=', 1).execute()
}

const states = Object.keys(segmentTransitions) as SegmentStatus[]
const steps = Object.keys(take) as SegmentStep[]

test.for(states.flatMap((from) => steps.map((step) => [from, step] as const)))(
  'a segment that is %s answers %s as the table says',
  async ([from, step]) => {
    await setStatus(from)
    const to = segmentTransitions[from][step]
    const [outcome] = await Promise.allSettled([take[step]()])
    expect(await statusOf(1)).toBe(expected(from, step))
    // Resuming is for all segments of a run at once: it leaves alone those that it has nothing to do with.
    expect(outcome.status).toBe(to === null && step !== 'resume' ? 'rejected' : 'fulfilled')
    expect(await statusOf(2)).toBe('pending')
  },
)

/** A run that is taken up again first resumes what was cut short, then reopens: in one transaction, not here. */
function expected(from: SegmentStatus, step: SegmentStep): SegmentStatus {
  const before = step === 'reopen' ? (segmentTransitions[from].resume ?? from) : from
  return segmentTransitions[before][step] ?? before
}

test('over any steps, the database and the table stay together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), async (taken) => {
      await setStatus('pending')
      let status: SegmentStatus = 'pending'
      for (const step of taken) {
        await Promise.allSettled([take[step]()])
        status = expected(status, step)
        expect(await statusOf(1)).toBe(status)
      }
    }),
    search({ quick: 15, deep: 80 }),
  )
})

const statuses = Object.keys(runTransitions) as RunStatus[]
const become: readonly (readonly [RunStatus, () => Promise<void>])[] = [
  ['running', () => reopenRun(state, runId)],
  ['expired', () => expireRun(state, runId)],
  ...runVerdicts.map(
    (status) =>
      [
        status,
        () => closeRun(state, { runId, status, windows: [], checks: [], witness: [], report: {} }),
      ] as const,
  ),
]

test.for(statuses.flatMap((from) => become.map(([to, move]) => [from, to, move] as const)))(
  'a run that is %s becomes %s only where the table says so',
  async ([from, to, move]) => {
    await state.updateTable('runs').set({ status: from }).execute()
    const allowed = runTransitions[from].includes(to)
    const [outcome] = await Promise.allSettled([move()])
    expect(outcome.status).toBe(allowed ? 'fulfilled' : 'rejected')
    const { status } = await state.selectFrom('runs').select('status').executeTakeFirstOrThrow()
    expect(status).toBe(allowed ? to : from)
  },
)
