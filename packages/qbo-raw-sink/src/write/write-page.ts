import { inTransaction, type Database } from '../database.js'
import { recordRejects, type NewReject } from '../rejects/record-rejects.js'
import { missingId, writeCarefully } from './careful-page.js'
import { hasHugeNumber } from './huge-number.js'
import { checkTargetCount, type Page, type WriteCounts } from './page.js'
import type { PageOutcome, PageStatement } from './page-statement.js'
import { attempt } from './savepoint.js'
import { splitRecords } from './split-records.js'
import { storeRecords } from './store-records.js'

export function writePage(db: Database, schema: string, page: Page): Promise<WriteCounts> {
  const statement: PageStatement = {
    schema,
    realmId: page.realmId,
    entity: page.entity,
    text: page.text,
    recordsPath: page.recordsPath ?? ['QueryResponse', page.entity],
    targets: page.windows,
    runId: page.runId,
    pageNumber: page.page.number,
    pageSize: page.page.size,
  }
  return inTransaction(db, async (trx) => {
    const { outcome, rejects } = await write(trx, statement)
    if (rejects.length > 0) await recordRejects(trx, schema, page, rejects)
    return countsOf(outcome, rejects)
  })
}

async function write(
  trx: Database,
  statement: PageStatement,
): Promise<{ readonly outcome: PageOutcome; readonly rejects: readonly NewReject[] }> {
  // PostgreSQL takes a huge number without a word; what it prints it as is the trouble.
  if (hasHugeNumber(statement.text)) return writeCarefully(trx, statement, undefined)
  const fast = await attempt(trx, async () => {
    const outcome = await storeRecords(trx, statement)
    checkTargetCount(statement.targets, outcome.records)
    return outcome
  })
  if ('refused' in fast) return writeCarefully(trx, statement, fast.refused)
  return { outcome: fast.value, rejects: namelessOf(statement, fast.value) }
}

function namelessOf(statement: PageStatement, { nameless }: PageOutcome): readonly NewReject[] {
  if (nameless.length === 0) return []
  const texts = splitRecords(statement.text, statement.recordsPath) ?? []
  return nameless.map((ordinal) => missingId(texts[ordinal - 1] ?? ''))
}

function countsOf(outcome: PageOutcome, rejects: readonly NewReject[]): WriteCounts {
  const { inserted, updated, unchanged, stale } = outcome
  const rejected = new Set(rejects.filter(({ saved }) => !saved).map(({ original }) => original)).size
  return { inserted, updated, unchanged, stale, rejected }
}
