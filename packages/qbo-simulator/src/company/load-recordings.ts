import { readFileSync } from 'node:fs'
import { SimulatorError } from '../simulator-error.js'
import { unwrapRecord } from '../table/entity-table.js'
import type { Company } from './company.js'
import type { QboRecord } from '../entity/record.js'
import { entityTypes } from '../entity/entities.js'

/** A recorded answer: the request, and the body of what came back. */
export interface Recording {
  /** How it was asked: `GET` or `POST`. */
  readonly method: string
  /** With `{realmId}` where the company's id stood. */
  readonly path: string
  /** The statement. */
  readonly query: string
  /** The HTTP status of the answer. */
  readonly status: number
  /** The answer, parsed. */
  readonly body: {
    /** The records, by entity, and their counts. */
    readonly QueryResponse: Readonly<Record<string, unknown>>
    /** The server's clock. */
    readonly time?: string
  }
}

/**
 * Makes a company of recorded answers, given as files or as what they hold. Records of one entity are merged by Id;
 * of two with the same Id the later one stays.
 *
 * @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS when a file is no recording
 */
export function loadRecordings(
  recordings: readonly (string | Recording)[],
  options: { readonly realmId?: string; readonly name?: string } = {},
): Company {
  const byEntity: Record<string, Map<string, QboRecord>> = {}
  for (const source of recordings) {
    const recording = typeof source === 'string' ? readRecording(source) : source
    for (const type of entityTypes.values()) {
      const rows = recording.body.QueryResponse[type.responseKey]
      if (!Array.isArray(rows)) continue
      const merged = (byEntity[type.name] ??= new Map())
      for (const row of rows as QboRecord[]) merged.set(String(unwrapRecord(type, row).Id), row)
    }
  }
  const records = Object.entries(byEntity).map(([entity, rows]) => [entity, [...rows.values()]] as const)
  return { ...options, records: Object.fromEntries(records) }
}

function readRecording(file: string): Recording {
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<Recording> | null
  if (typeof parsed?.body?.QueryResponse !== 'object') {
    throw new SimulatorError('SIMULATOR_INVALID_OPTIONS', `${file} is no recorded answer of a query`)
  }
  return parsed as Recording
}
