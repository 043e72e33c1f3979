/**
 * The life of a segment.
 *
 *             begin             finish
 *   pending ─────────► running ────────► done
 *    ▲ ▲ │             │ ▲ │ │            │
 *    │ │ │ fail        │ └─┘ │            │
 *    │ │ ▼        fail │     │            │
 *    │ failed ◄────────┘     │            │
 *    │  resume               │ resume     │ reopen
 *    └───────────────────────┴────────────┘
 *
 * A running segment advances page by page, gives parts of it away, which are pending then, and begins again where a try of it
 * broke off. What the next run finds running
 * or failed is resumed with its place kept; what is done and red is reopened, and read from its beginning.
 */
export type SegmentStatus = 'pending' | 'running' | 'done' | 'failed'

export type SegmentStep = 'begin' | 'advance' | 'split' | 'finish' | 'fail' | 'resume' | 'reopen'

type Steps = Readonly<Record<SegmentStep, SegmentStatus | null>>

const refused: Steps = {
  begin: null,
  advance: null,
  split: null,
  finish: null,
  fail: null,
  resume: null,
  reopen: null,
}

/** Where each step leads; null where it is refused. */
export const segmentTransitions: Readonly<Record<SegmentStatus, Steps>> = {
  pending: { ...refused, begin: 'running', fail: 'failed' },
  running: {
    ...refused,
    begin: 'running',
    advance: 'running',
    split: 'running',
    finish: 'done',
    fail: 'failed',
    resume: 'pending',
  },
  done: { ...refused, reopen: 'pending' },
  failed: { ...refused, resume: 'pending' },
}

export const segmentStatuses = Object.keys(segmentTransitions) as readonly SegmentStatus[]

/** What the step makes of each state that allows it. */
export function movesOf(step: SegmentStep): readonly (readonly [from: SegmentStatus, to: SegmentStatus])[] {
  return segmentStatuses.flatMap((from) => {
    const to = segmentTransitions[from][step]
    return to === null ? [] : [[from, to] as const]
  })
}
