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

export type RunVerdict = 'green' | 'yellow' | 'red' | 'failed'

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

export function statusesBefore(status: RunStatus): readonly RunStatus[] {
  return (Object.keys(runTransitions) as RunStatus[]).filter((from) => runTransitions[from].includes(status))
}

/** A run that the next one of the same request resumes: cut short, failed, or red. */
export const unfinishedStatuses: readonly RunStatus[] = statusesBefore('running')
