import { findEntity } from 'qbo-client'
import { createRawSink, type Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { digestRows, type DigestedSpan } from '../ledger/row-digests.js'
import type { Evidence } from './facts/evidence.js'
import { sha256Of } from './facts/sha256.js'

/** What was archived of a run: the SHA-256 of every file, and of the rows of each window as the database had them then. */
export interface Manifest {
  readonly version: 1
  readonly runId: string
  readonly realmId: string
  readonly environment: string
  readonly rawSchema: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly settledBefore: string
  readonly status: string
  /** When the rows were digested, by the clock of this machine. */
  readonly digestedAt: string
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  readonly entities: readonly ManifestEntity[]
}

export interface ManifestEntity {
  readonly entity: string
  readonly windows: readonly (DigestedSpan & { readonly rows: number; readonly sha256: string | null })[]
}

export const manifestShape: z.ZodType<Manifest> = z.object({
  version: z.literal(1),
  runId: z.string(),
  realmId: z.string(),
  environment: z.string(),
  rawSchema: z.string(),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  settledBefore: z.string(),
  status: z.string(),
  digestedAt: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  entities: z.array(
    z.object({
      entity: z.string(),
      windows: z.array(
        z.object({
          start: z.string(),
          end: z.string(),
          firstDate: z.string(),
          endDate: z.string(),
          rows: z.int(),
          sha256: z.string().nullable(),
        }),
      ),
    }),
  ),
})

/** @param files by name, in the order in which they are listed */
export async function manifestOf(
  db: Database,
  { report, windows, rawSchema }: Evidence,
  files: ReadonlyMap<string, string>,
): Promise<Manifest> {
  const { runId, realmId, environment, from, to, timeZone, settledBefore, status } = report
  const entities: ManifestEntity[] = []
  for (const { entity } of report.entities) {
    const spans = windows.filter((window) => window.entity === entity)
    entities.push({ entity, windows: await digestSpans(db, { rawSchema, realmId, from }, entity, spans) })
  }
  return {
    version: 1,
    runId,
    realmId,
    environment,
    rawSchema,
    from,
    to,
    timeZone,
    settledBefore,
    status,
    digestedAt: new Date().toISOString(),
    files: [...files].map(([name, text]) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: sha256Of(text),
    })),
    entities,
  }
}

/** The spans with what the table holds in each now; null where that is nothing. */
export async function digestSpans(
  db: Database,
  { rawSchema, realmId, from }: Pick<Manifest, 'rawSchema' | 'realmId' | 'from'>,
  entity: string,
  spans: readonly DigestedSpan[],
): Promise<ManifestEntity['windows']> {
  const strategy = findEntity(entity)?.strategy ?? 'full'
  const table = createRawSink({ db, schema: rawSchema }).tableName(entity)
  const digests = await digestRows(db, { rawSchema, table, realmId, strategy, spans, rangeFrom: from })
  const found = new Map(digests.map((digest) => [digest.number, digest]))
  return spans.map(({ start, end, firstDate, endDate }, number) => {
    const { rows = 0, sha256 = null } = found.get(number) ?? {}
    return { start, end, firstDate, endDate, rows, sha256 }
  })
}
