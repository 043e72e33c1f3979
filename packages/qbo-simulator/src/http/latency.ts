import type { Random } from '../random.js'
import type { Answer } from './answer.js'

/** How long answers take, in real milliseconds. What is not named takes no time. */
export interface Latency {
  /** Of a COUNT(*), in milliseconds. */
  readonly count?: number
  /** Of a page of records, in milliseconds. */
  readonly query?: number
  /** Of change data capture, in milliseconds. */
  readonly cdc?: number
  /** Looks at one record, batches and reports. */
  readonly read?: number
  /** Every answer of the token host. */
  readonly token?: number
  /** For each record of an answer, beside that. */
  readonly row?: number
  /** For each million bytes of an answer, beside that. */
  readonly megabyte?: number
  /** From 0 to 1: an answer takes so much more or less, by chance from the seed. @defaultValue 0 */
  readonly jitter?: number
}

export type CallKind = 'count' | 'query' | 'cdc' | 'read' | 'token'

/** What an answer costs, once it is there. */
export interface AnswerSize {
  readonly rows: number
  readonly bytes: number
}

export interface LatencyClock {
  /** Until the call is worked on. */
  before(kind: CallKind): number
  /** For what is in the answer. */
  after(size: AnswerSize): number
}

/** A number, or a function of one, is what each answer of the data API takes, whatever it is. */
export function createLatency(latency: number | (() => number) | Latency, random: Random): LatencyClock {
  if (typeof latency !== 'object') {
    const each = typeof latency === 'number' ? (): number => latency : latency
    return { before: (kind) => (kind === 'token' ? 0 : each()), after: () => 0 }
  }
  const { row = 0, megabyte = 0, jitter = 0 } = latency
  const vary = (ms: number): number => (jitter === 0 ? ms : ms * (1 + jitter * (2 * random.next() - 1)))
  return {
    before: (kind) => vary(latency[kind] ?? 0),
    after: ({ rows, bytes }) => vary(rows * row + (bytes / 1_000_000) * megabyte),
  }
}

/** Answers when the time has passed that the call and what is in its answer take. */
export async function takeTime(
  latency: LatencyClock,
  kind: CallKind,
  signal: AbortSignal,
  work: () => Answer | Promise<Answer>,
): Promise<Answer> {
  await pass(latency.before(kind), signal)
  const answer = await work()
  await pass(latency.after({ rows: answer.rows ?? 0, bytes: answer.body.length }), signal)
  return answer
}

/** Lets the time pass, or less when the caller goes away. */
export async function pass(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
