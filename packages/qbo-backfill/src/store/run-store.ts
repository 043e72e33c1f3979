import type { Lease } from '../ledger/lease.js'
import { deleteChecks, saveChecks, selectChecks } from '../ledger/checks.js'
import {
  closeRun,
  expireRun,
  finishedRuns,
  insertRun,
  reopenRun,
  unfinishedRuns,
  type NewRun,
  type RunOutcome,
  type StoredRun,
} from '../ledger/runs.js'
import { insertSegments, reopenSegments } from '../ledger/segments.js'
import { insertWindows, saveWindowResults, selectWindows } from '../ledger/windows.js'
import { saveWitnessMonths } from '../ledger/witness-months.js'
import type { Window } from '../plan/window.js'
import type { Check } from '../verdict/check.js'
import type { StoreDatabase } from './store-database.js'

export interface RunStore {
  /** The runs of the realm that are not finished, the newest first. */
  unfinished(realmId: string): Promise<readonly StoredRun[]>
  /** Runs of the realm into these tables that ended green or yellow, the one that was started last first. */
  finished(realmId: string): Promise<readonly StoredRun[]>
  create(lease: Lease, run: NewRun): Promise<void>
  /** Marks the run as running again: segments that were cut short go on, those of `reopen` start anew. */
  resume(lease: Lease, runId: string, reopen: readonly number[]): Promise<void>
  /** Closes an unfinished run that is too old to go on. */
  expire(lease: Lease, runId: string): Promise<void>
  finish(lease: Lease, outcome: RunOutcome): Promise<void>
  /** Of all its entities, or of one. */
  windows(runId: string, entity?: string): Promise<ReadonlyMap<string, readonly Window[]>>
  checks(runId: string): Promise<readonly Check[]>
}

export function runStore({ state, schema, sink, fenced }: StoreDatabase): RunStore {
  return {
    unfinished: (realmId) => unfinishedRuns(state, realmId),
    finished: (realmId) => finishedRuns(state, realmId, sink.schema),
    create: (lease, { run, segments, windows }) =>
      fenced(lease, async (_, inState) => {
        await insertRun(inState, sink.schema, run)
        await insertSegments(inState, run.runId, segments)
        await insertWindows(inState, schema, run.runId, windows)
      }),
    resume: (lease, runId, reopen) =>
      fenced(lease, async (_, inState) => {
        await reopenRun(inState, runId)
        await reopenSegments(inState, runId, reopen)
        // They judged the reading before: kept, they would have a run that is cut short now begin anew once more.
        await deleteChecks(inState, runId)
      }),
    expire: (lease, runId) => fenced(lease, (_, inState) => expireRun(inState, runId)),
    finish: (lease, outcome) =>
      fenced(lease, async (_, inState) => {
        await saveWindowResults(inState, schema, outcome.runId, outcome.windows)
        await saveChecks(inState, outcome.runId, outcome.checks)
        await saveWitnessMonths(inState, schema, outcome.runId, outcome.witness)
        await closeRun(inState, outcome)
      }),
    windows: (runId, entity) => selectWindows(state, runId, entity),
    checks: (runId) => selectChecks(state, runId),
  }
}
