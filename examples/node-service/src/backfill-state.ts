import type { AskedRange, BackfillEvent, BackfillOptions, BackfillReport, EventError } from 'qbo-backfill'

/** What a person asks for. */
export type BackfillRequest = AskedRange & Pick<BackfillOptions, 'entities' | 'timeZone'>

/** A backfill as the page shows it: plain JSON, whole each time, so that whoever comes late needs only the last one. */
export interface BackfillState {
  readonly realmId: string
  readonly runId: string | undefined
  readonly status: 'running' | 'finished' | 'failed' | 'stopped'
  readonly request: BackfillRequest
  readonly resumed: boolean
  readonly phase: Extract<BackfillEvent, { type: 'progress' }>['phase']
  /** By entity: rows that were counted when the run was planned, and rows read by this process. */
  readonly rows: Readonly<Record<string, { readonly expected: number; readonly read: number }>>
  readonly apiCalls: number
  /** The last thing that a person should know: a range that was rounded, a request that is tried again. */
  readonly note: string | undefined
  readonly error: EventError | undefined
  readonly report: BackfillReport | undefined
}

export function initialState(realmId: string, request: BackfillRequest): BackfillState {
  return {
    realmId,
    request,
    runId: undefined,
    status: 'running',
    resumed: false,
    phase: 'plan',
    rows: {},
    apiCalls: 0,
    note: undefined,
    error: undefined,
    report: undefined,
  }
}

/** The state after an event; the same object if the event changes nothing that is shown. */
export function follow(state: BackfillState, event: BackfillEvent): BackfillState {
  switch (event.type) {
    case 'run.started': {
      const rows = Object.fromEntries(event.entities.map((entity) => [entity, { expected: 0, read: 0 }]))
      return { ...state, runId: event.runId, resumed: event.resumed, rows }
    }
    case 'plan.created': {
      const counted = Object.keys(state.rows).map((entity) => [
        entity,
        { expected: event.expected[entity] ?? 0, read: event.alreadyRead[entity] ?? 0 },
      ])
      return { ...state, phase: 'read', rows: Object.fromEntries(counted) }
    }
    case 'page.written': {
      const { entity } = event.segment
      const { expected = 0, read = 0 } = state.rows[entity] ?? {}
      const written = event.inserted + event.updated + event.unchanged + event.stale + event.rejected
      return { ...state, rows: { ...state.rows, [entity]: { expected, read: read + written } } }
    }
    case 'progress':
      return { ...state, phase: event.phase, apiCalls: event.apiCalls }
    case 'notice':
      return { ...state, note: event.message }
    case 'segment.retried':
      return { ...state, note: `${event.segment.entity}: ${event.error.message} Trying again.` }
    case 'run.failed':
      return { ...state, status: 'failed', error: event.error }
    case 'run.aborted':
      return { ...state, status: 'stopped', error: event.error }
    default:
      return state
  }
}
