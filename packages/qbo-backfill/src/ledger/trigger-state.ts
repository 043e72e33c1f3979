/**
 * The life of a trigger.
 *
 *              claim            complete
 *   pending ──────────► running ────────► completed
 *      ▲                 │ ▲  │
 *      │       interrupt │ │  └─────────► failed
 *      │ release         ▼ │ claim  fail     │
 *      ├──────────── interrupted             │
 *      └─────────────────────────────────────┘ release
 *
 * Nothing leads out of completed: a trigger runs once. A failed one waits for a person, who mends what was wrong and
 * releases it. A claimer that died cannot write that it did, so its trigger stays `running` in the table and is seen as
 * interrupted by everybody who looks.
 */
export type TriggerState = 'pending' | 'running' | 'completed' | 'failed' | 'interrupted'

export type TriggerStep = 'claim' | 'complete' | 'fail' | 'interrupt' | 'release'

/** Where each step leads; null where it is refused. */
export const triggerTransitions: Readonly<
  Record<TriggerState, Readonly<Record<TriggerStep, TriggerState | null>>>
> = {
  pending: { claim: 'running', complete: null, fail: null, interrupt: null, release: null },
  running: { claim: null, complete: 'completed', fail: 'failed', interrupt: 'interrupted', release: null },
  completed: { claim: null, complete: null, fail: null, interrupt: null, release: null },
  failed: { claim: null, complete: null, fail: null, interrupt: null, release: 'pending' },
  interrupted: { claim: 'running', complete: null, fail: null, interrupt: null, release: 'pending' },
}

export const triggerStates = Object.keys(triggerTransitions) as readonly TriggerState[]

/** The state as it is, from the state as it is stored and from whether the claimer lives. */
export function observedState(stored: TriggerState, claimerLives: boolean): TriggerState {
  return stored === 'running' && !claimerLives ? 'interrupted' : stored
}
