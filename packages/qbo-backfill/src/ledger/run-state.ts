import type { Colour } from '../verdict/colour.js'
import type { LeftOut } from '../plan/left-out.js'

/**
 * The life of a run.
 *
 *              close
 *   running ───────────► green, yellow
 *    ▲ │ │     close
 *    │ │ └─────────────► red, failed
 *    │ │ expire            │     │
 *    │ └────────► expired ◄┘     │
 *    └───────────────────────────┘ resume
 *
 * A process that was stopped or died leaves its run `running`: whoever holds the realm next resumes it. A verdict may be
 * given again while the realm is held, since the answer to the first one may have been lost.
 */
export type RunStatus = 'running' | RunVerdict | 'expired'

/** How a run ended: its colour, or `failed` where segments could not be read. */
export type RunVerdict = Colour | 'failed'

export const runVerdicts: readonly RunVerdict[] = ['green', 'yellow', 'red', 'failed']

/** Where a run may go from each state. */
export const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  running: ['running', ...runVerdicts, 'expired'],
  green: runVerdicts,
  yellow: runVerdicts,
  red: ['running', ...runVerdicts, 'expired'],
  failed: ['running', ...runVerdicts, 'expired'],
  expired: [],
}

export const runStatuses = Object.keys(runTransitions) as readonly RunStatus[]

export function statusesBefore(status: RunStatus): readonly RunStatus[] {
  return runStatuses.filter((from) => runTransitions[from].includes(status))
}

/** A run that the next one of the same request resumes: cut short, failed, or red. */
export const unfinishedStatuses: readonly RunStatus[] = statusesBefore('running')

export interface EntityTotals {
  readonly expected: number
  readonly totalAtSource: number
  /** Rows created before S, of any date, where that was counted. */
  readonly createdBefore?: number | undefined
  /** The read set that held all of its rows when the run was planned, where one of several did. */
  readonly allIn?: 'created' | undefined
  /** Why nothing of it is read. */
  readonly leftOut?: LeftOut | undefined
}
