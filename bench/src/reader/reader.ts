import type { ReaderJob, ReaderOutcome } from './reader-job.ts'
import { runNodeReader } from './run-node-reader.ts'

/** One program that brings a company into PostgreSQL. */
export interface Reader {
  readonly name: string
  readonly label: string
  /** Where its rows are after it ran. */
  readonly table: (entity: ReaderJob['entity']) => string
  /** A query for `id`, of what it takes for live. */
  readonly ids: (entity: ReaderJob['entity']) => string
  /** Whether several can use one connection at once: a program of its own has one user. */
  readonly hasUsers: boolean
  /** Does a job in a process of its own. */
  readonly run: (job: ReaderJob, timeoutMs: number) => Promise<ReaderOutcome>
}

export const ours: Reader = {
  name: 'qbo-backfill',
  label: 'qbo-backfill',
  table: (entity) => `raw.qb_${entity.toLowerCase()}s`,
  ids: (entity) => `SELECT id FROM raw.qb_${entity.toLowerCase()}s WHERE deleted_at IS NULL`,
  hasUsers: true,
  run: (...job) => runNodeReader('qbo-backfill', ...job),
}

/** What packages/qbo-backfill/src/bin.ts sets, at the same moment: V8 takes the second only after the start. */
const commandLineHeap = `data:text/javascript,${encodeURIComponent(`
import { setFlagsFromString } from 'node:v8'
setFlagsFromString('--heap-growing-percent=25')
setFlagsFromString('--semi-space-growth-factor=1')`)}`

/** With the heap of its command line, which collects sooner. */
export const oursAsCommandLine: Reader = {
  ...ours,
  label: 'qbo-backfill with the heap of its command line',
  run: (job, timeoutMs) => runNodeReader('qbo-backfill', job, timeoutMs, ['--import', commandLineHeap]),
}

export const npmReaders: readonly Reader[] = [
  ours,
  npmPeer('node-quickbooks'),
  npmPeer('quickbooks-node-promise'),
  npmPeer('quickbooks-api'),
]

function npmPeer(name: string): Reader {
  const table: Reader['table'] = (entity) => `peer.${entity.toLowerCase()}`
  return {
    name,
    label: name,
    table,
    ids: (entity) => `SELECT id FROM ${table(entity)}`,
    hasUsers: true,
    run: (...job) => runNodeReader(name, ...job),
  }
}
