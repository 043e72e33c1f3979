import { runBackfill, type BackfillReport, type BackfillStore, type Source } from 'qbo-backfill'
import { follow, initialState, type BackfillRequest, type BackfillState } from './backfill-state.ts'
import { Refusal } from './refusal.ts'

/** The backfills of this process: at most one a company. */
export interface Backfills {
  /**
   * Starts one in the background, and resolves once it is really under way. Rejects with what the engine has against
   * it: a wrong range, a company that another process is running, a connection that has ended.
   */
  start(realmId: string, request: BackfillRequest): Promise<BackfillState>
  /** Stops one and keeps its place. False if none is running. */
  stop(realmId: string): boolean
  /** The last state of each company that this process has run. */
  states(): readonly BackfillState[]
  /** Calls the listener with each new state; call what it returns to end that. */
  subscribe(listener: (state: BackfillState) => void): () => void
  /** Stops all, and waits until each has saved its place. */
  close(): Promise<void>
}

export interface BackfillsOptions {
  readonly store: BackfillStore
  readonly source: (realmId: string) => Source
  /** Called with each report before it is shown. */
  readonly archive: (report: BackfillReport) => Promise<void>
}

/** Each run holds one connection of the pool for its lock, and takes more for its pages; the pool has eight. */
const mostAtOnce = 4

export function createBackfills({ store, source, archive }: BackfillsOptions): Backfills {
  const running = new Map<string, { readonly controller: AbortController; ended: Promise<void> }>()
  const states = new Map<string, BackfillState>()
  const listeners = new Set<(state: BackfillState) => void>()
  let isClosing = false

  const publish = (state: BackfillState): void => {
    states.set(state.realmId, state)
    for (const listener of listeners) listener(state)
  }

  async function run(
    realmId: string,
    request: BackfillRequest,
    signal: AbortSignal,
    begun: () => void,
  ): Promise<void> {
    let state = initialState(realmId, request)
    const report = await runBackfill({
      ...request,
      source: source(realmId),
      store,
      signal,
      onEvent(event) {
        const next = follow(state, event)
        const isNew = next !== state
        state = next
        // What fails before it has a run is told to whoever asked for it; the last run stays in view.
        if (isNew && state.runId !== undefined) publish(state)
        if (event.type === 'run.started') begun()
      },
    })
    publish({ ...state, ...(await archived(report)), report })
  }

  async function archived(report: BackfillReport): Promise<Pick<BackfillState, 'status' | 'error'>> {
    try {
      await archive(report)
      return { status: 'finished', error: undefined }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = `The rows are stored and the run is ${report.status}, but its report could not be kept: ${reason}`
      return { status: 'failed', error: { code: 'REPORT_NOT_KEPT', message, retryable: false } }
    }
  }

  function refuseUnlessFree(realmId: string): void {
    if (isClosing) throw new Refusal(503, 'STOPPING', 'The service is stopping. Start again when it is back.')
    if (running.has(realmId)) {
      throw new Refusal(
        409,
        'ALREADY_RUNNING',
        `A backfill of company ${realmId} is running. Wait until it ends, or stop it.`,
      )
    }
    if (running.size >= mostAtOnce) {
      throw new Refusal(
        429,
        'BUSY',
        `${mostAtOnce} backfills are running. Start this one when one of them ends.`,
      )
    }
  }

  return {
    async start(realmId, request) {
      refuseUnlessFree(realmId)
      const controller = new AbortController()
      const entry = { controller, ended: Promise.resolve() }
      // Before anything is awaited, so that a second start of the same moment finds it.
      running.set(realmId, entry)
      await new Promise<void>((begun, refused) => {
        entry.ended = run(realmId, request, controller.signal, begun)
          // After it has begun nobody waits for this promise any more: the state says how it ended.
          .catch(refused)
          .finally(() => running.delete(realmId))
      })
      return states.get(realmId) ?? initialState(realmId, request)
    },
    stop(realmId) {
      const entry = running.get(realmId)
      entry?.controller.abort(
        new Error('Stopped. Its place is saved: start the same range again and it goes on.'),
      )
      return entry !== undefined
    },
    states: () => [...states.values()],
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      isClosing = true
      const reason = new Error('The service was stopped. The place is saved: start the same range again.')
      for (const { controller } of running.values()) controller.abort(reason)
      await Promise.all([...running.values()].map((entry) => entry.ended))
    },
  }
}
