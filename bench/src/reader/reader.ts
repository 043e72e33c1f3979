import type { ReaderJob } from './reader-job.ts'

/** One program that brings a company into PostgreSQL. */
export interface Reader {
  /** Its file in src/readers. */
  readonly name: string
  readonly label: string
  readonly table: (entity: ReaderJob['entity']) => string
}

const peerTable: Reader['table'] = (entity) => `peer.${entity.toLowerCase()}`

export const ours: Reader = {
  name: 'qbo-backfill',
  label: 'qbo-backfill',
  table: (entity) => `raw.qb_${entity.toLowerCase()}s`,
}

export const readers: readonly Reader[] = [
  ours,
  { name: 'node-quickbooks', label: 'node-quickbooks', table: peerTable },
  { name: 'quickbooks-node-promise', label: 'quickbooks-node-promise', table: peerTable },
  { name: 'quickbooks-api', label: 'quickbooks-api', table: peerTable },
]
