import type { ReaderJob } from './reader-job.ts'

/** One program that brings a company into PostgreSQL. */
export interface Reader {
  /** Its file in src/readers, or in peers/python. */
  readonly name: string
  readonly label: string
  readonly language: 'node' | 'python'
  /** Where its rows are after it ran. */
  readonly table: (entity: ReaderJob['entity']) => string
  /** A query for `id`, of what it takes for live. */
  readonly ids: (entity: ReaderJob['entity']) => string
  /** Whether several can use one connection at once: a program of its own has one user. */
  readonly hasUsers: boolean
}

export const ours: Reader = {
  name: 'qbo-backfill',
  label: 'qbo-backfill',
  language: 'node',
  table: (entity) => `raw.qb_${entity.toLowerCase()}s`,
  ids: (entity) => `SELECT id FROM raw.qb_${entity.toLowerCase()}s WHERE deleted_at IS NULL`,
  hasUsers: true,
}

export const readers: readonly Reader[] = [
  ours,
  npmPeer('node-quickbooks'),
  npmPeer('quickbooks-node-promise'),
  npmPeer('quickbooks-api'),
]

function npmPeer(name: string): Reader {
  const table: Reader['table'] = (entity) => `peer.${entity.toLowerCase()}`
  const ids: Reader['ids'] = (entity) => `SELECT id FROM ${table(entity)}`
  return { name, label: name, language: 'node', table, ids, hasUsers: true }
}
