import { createRawSink, type Database, type Reject } from 'qbo-raw-sink'
import { missingRow, type MissingRow } from '../../verdict/missing-row.js'

/** A record that could not be stored as it came. */
export interface ReportedReject {
  readonly rejectId: string
  readonly entity: string
  /** `open` makes a run red: the record is in no table, and nobody has said that it may be absent. */
  readonly state: 'open' | 'acknowledged' | 'saved'
  readonly reason: string
  readonly message: string
  /** Undefined where not even an Id is known. */
  readonly row: MissingRow | undefined
}

/** How many a page lists; `rejects list` has them all. */
const mostListed = 200

/** Those of the entities that are not resolved, as they stand now. */
export async function reportedRejects(
  db: Database,
  { rawSchema, realmId }: { readonly rawSchema: string; readonly realmId: string },
  entities: readonly string[],
): Promise<readonly ReportedReject[]> {
  const sink = createRawSink({ db, schema: rawSchema })
  if ((await sink.pendingMigrations({ entities: [] })).length > 0) return []
  const rejects = await sink.rejects(db, { realmId })
  return rejects
    .filter(({ entity, resolvedAt }) => resolvedAt === null && entities.includes(entity))
    .slice(0, mostListed)
    .map((reject) => ({
      rejectId: reject.rejectId,
      entity: reject.entity,
      state: stateOf(reject),
      reason: reject.reason,
      message: reject.message,
      row: rowOf(reject),
    }))
}

function stateOf({ acknowledgedAt, saved }: Reject): ReportedReject['state'] {
  if (acknowledgedAt !== null) return 'acknowledged'
  return saved ? 'saved' : 'open'
}

/** The text that came may be no record at all. */
function rowOf({ recordId, original }: Reject): MissingRow | undefined {
  const record = parsed(original)
  const id = recordId ?? record?.['Id']
  if (typeof id !== 'string') return undefined
  return record === undefined ? { id } : missingRow({ ...record, Id: id })
}

function parsed(text: string | null): Readonly<Record<string, unknown>> | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}
