import { quickBooksLink, type Database } from 'qbo-backfill'
import type { Pool } from 'pg'
import { createRawSink, type Reject } from 'qbo-raw-sink'
import type { Gist, KnownRecord } from './gist.ts'
import { atQuickBooks, type QuickBooksAddress } from './quickbooks-address.ts'

/** A record that is in no table, though QuickBooks has it, and why. */
export interface RefusedRecord {
  readonly entity: string
  /** Null where only the second of its making is known. */
  readonly record: KnownRecord | null
  /** An instant, of one that has no name. */
  readonly madeAt: string | null
  /** In QuickBooks' own words where they are there. */
  readonly reason: string
  /** Where QuickBooks shows it. */
  readonly link: string | undefined
}

/** Who the database says has accepted that a record is missing. What others accepted is theirs to take back. */
const accepter = 'the page of the fleet'
/** Of rejects: accepted on the page, and not come since. */
export const acceptedHere = `acknowledged_by = '${accepter}' AND resolved_at IS NULL`

type Company = QuickBooksAddress & { readonly realmId: string }

/** Nobody has said of them that they may be missing. */
async function openRejects(db: Database, realmId: string): Promise<readonly Reject[]> {
  const rejects = await createRawSink({ db }).rejects(db, { realmId, unresolvedOnly: true })
  return rejects.filter(({ saved, acknowledgedAt }) => !saved && acknowledgedAt === null)
}

/** With their names, as far as anything that was found of the company tells them. */
export async function readRefused(
  db: Database,
  company: Company,
  gist: Gist | null,
): Promise<readonly RefusedRecord[]> {
  const rejects = await openRejects(db, company.realmId)
  return rejects.map((reject) => {
    const record = recordOf(reject) ?? reportedAs(reject, rejects, gist)
    return {
      entity: reject.entity,
      record,
      madeAt: record === null ? secondOf(reject) : null,
      reason: reasonOf(reject),
      link: record === null ? undefined : linkOf(company, reject.entity, record.id),
    }
  })
}

function linkOf(company: Company, entity: string, id: string): string | undefined {
  const link = quickBooksLink(company, entity, id)
  return link === undefined ? undefined : atQuickBooks(link, company)
}

/** Lets them be missing from now on: the next run says so, and is red no longer for them. */
export async function acceptRefused(db: Database, realmId: string): Promise<void> {
  const rejectIds = (await openRejects(db, realmId)).map(({ rejectId }) => rejectId)
  if (rejectIds.length > 0)
    await createRawSink({ db }).acknowledgeRejects(db, { realmId, rejectIds, by: accepter })
}

/** They may be missing no longer, if they are. Answers whether there were any. */
export async function reopenAccepted(pool: Pool, realmId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE raw.qb_rejects SET acknowledged_at = NULL, acknowledged_by = NULL WHERE realm_id = $1 AND ${acceptedHere}`,
    [realmId],
  )
  return (rowCount ?? 0) > 0
}

function recordOf({ recordId, original }: Reject): KnownRecord | null {
  if (recordId === null) return null
  const { DocNumber, TxnDate, CustomerRef, VendorRef, DisplayName, Name, TotalAmt } = parsed(original)
  const { name } = (CustomerRef ?? VendorRef ?? {}) as { readonly name?: unknown }
  return {
    id: recordId,
    number: textOf(DocNumber),
    date: textOf(TxnDate),
    name: textOf(name ?? DisplayName ?? Name),
    amount: typeof TotalAmt === 'number' ? String(TotalAmt) : undefined,
  }
}

/** What a scan could not name a report lists. Which is which is known where there is one, or where all are alike. */
function reportedAs(reject: Reject, rejects: readonly Reject[], gist: Gist | null): KnownRecord | null {
  const nameless = rejects.filter(({ entity, recordId }) => entity === reject.entity && recordId === null)
  const listed = gist?.entities.find(({ entity }) => entity === reject.entity)?.refused ?? []
  const isAlike = new Set(nameless.map(reasonOf)).size === 1
  return listed.length === nameless.length && isAlike ? (listed[nameless.indexOf(reject)] ?? null) : null
}

function secondOf({ detail }: Reject): string | null {
  return textOf((detail as { readonly second?: unknown } | null)?.second) ?? null
}

function reasonOf({ detail, message }: Reject): string {
  const { fault } = (detail ?? {}) as {
    readonly fault?: { readonly detail?: unknown; readonly message?: unknown }
  }
  // QuickBooks puts the name of its own error before it.
  return (textOf(fault?.detail) ?? textOf(fault?.message) ?? message).replace(
    /^[A-Za-z]+(?:Error|Exception): /u,
    '',
  )
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
