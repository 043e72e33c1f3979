import type { QboRecord } from './record.js'

/** The answer to a statement. */
export interface QueryAnswer {
  readonly text: string
  /** The parsed text. */
  readonly body: unknown
  readonly records: readonly QboRecord[]
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  readonly request: string
  readonly intuitTid?: string
  readonly durationMs: number
}

/** The answer to COUNT(*). */
export interface CountAnswer {
  readonly count: number
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  readonly request: string
  readonly intuitTid?: string
}
