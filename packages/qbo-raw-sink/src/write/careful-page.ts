import { textOf, type Database } from '../database.js'
import type { NewReject } from './record-rejects.js'
import { isOneWindow, type RecordTarget } from '../record/page.js'
import { dangerOf, recordsOfTexts } from '../record/page-records.js'
import { probeStatement, type PageOutcome, type PageStatement } from './page-statement.js'
import { repairRecord } from '../record/repair-record.js'
import { attempt } from './savepoint.js'
import { storeRecords } from './store-records.js'

export interface CarefulOutcome {
  readonly outcome: PageOutcome
  readonly rejects: readonly NewReject[]
}

interface Candidate {
  readonly original: string
  readonly text: string
  readonly target: RecordTarget
  readonly reason: string | undefined
}

/**
 * Writes a page that PostgreSQL refused: every record is looked at, those that can be repaired are, those that
 * PostgreSQL refuses all the same are found by halving, and all others go in by one statement, so that the
 * counts mean what they mean on the fast path.
 */
export async function writeCarefully(trx: Database, statement: PageStatement): Promise<CarefulOutcome> {
  const rejects: NewReject[] = []
  const good = await sift(trx, statement, candidates(statement, rejects), rejects)
  const outcome = await storeRecords(trx, pageOf(statement, good))
  for (const ordinal of outcome.nameless) {
    const nameless = good[ordinal - 1]
    if (nameless !== undefined) rejects.push(missingId(nameless.original))
  }
  const unsaved = new Set(rejects.map(({ original }) => original))
  for (const { original, reason } of good) {
    if (reason === undefined || unsaved.has(original)) continue
    rejects.push({
      original,
      saved: true,
      reason,
      message: 'Stored with U+FFFD for what PostgreSQL cannot hold.',
    })
  }
  return { outcome, rejects }
}

export function missingId(original: string): NewReject {
  return { original, saved: false, reason: 'missing-id', message: 'The record has no Id.' }
}

function candidates({ records, targets }: PageStatement, rejects: NewReject[]): readonly Candidate[] {
  return Array.from(records.spans.keys()).flatMap((index) => {
    const original = records.textOf(index + 1)
    const target = isOneWindow(targets) ? { window: targets } : targets[index]
    if (target === null || target === undefined) return []
    const danger = dangerOf(original)
    if (danger !== undefined) {
      rejects.push({ original, saved: false, ...dangers[danger] })
      return []
    }
    return [{ original, target, ...repairRecord(original) }]
  })
}

const dangers = {
  'huge-number': { reason: 'huge-number', message: 'A number expands to too many digits.' },
  // Under the name that PostgreSQL has for it.
  'too-deep': { reason: '54001', message: 'The record is nested too deeply.' },
} as const

/** The candidates that PostgreSQL takes; the others become rejects. */
async function sift(
  trx: Database,
  statement: PageStatement,
  all: readonly Candidate[],
  rejects: NewReject[],
): Promise<readonly Candidate[]> {
  const [first] = all
  if (first === undefined) return []
  const probe = await attempt(trx, () => textOf(trx, probeStatement(pageOf(statement, all)), 'probe a page'))
  if (!('refused' in probe)) return all
  if (all.length === 1) {
    const { sqlState = 'unknown', message } = probe.refused
    rejects.push({ original: first.original, saved: false, reason: sqlState, message })
    return []
  }
  const middle = Math.ceil(all.length / 2)
  return [
    ...(await sift(trx, statement, all.slice(0, middle), rejects)),
    ...(await sift(trx, statement, all.slice(middle), rejects)),
  ]
}

function pageOf(statement: PageStatement, records: readonly Candidate[]): PageStatement {
  return {
    ...statement,
    records: recordsOfTexts(records.map(({ text }) => text)),
    targets: records.map(({ target }) => target),
  }
}
