import { sql } from 'kysely'
import { checkEncoding } from '../database-encoding.js'
import { inTransaction, parameter, run, type Database } from '../database.js'
import { recordRejects, type NewReject } from './record-rejects.js'
import { missingId, writeCarefully } from './careful-page.js'
import {
  checkPageHead,
  checkTargetCount,
  type RawPage,
  type RecordTarget,
  type WriteCounts,
} from '../record/page.js'
import { recordsOfPage } from '../record/page-records.js'
import type { PageOutcome, PageStatement } from './page-statement.js'
import { attempt } from './savepoint.js'
import { storeRecords } from './store-records.js'

const keepsItsWindow: RecordTarget = Object.freeze({ window: null })

export async function writePage(db: Database, schema: string, page: RawPage): Promise<WriteCounts> {
  checkPageHead(page)
  const records = recordsOfPage(page)
  const targets = page.windows ?? records.spans.map(() => keepsItsWindow)
  checkTargetCount(targets, records.spans.length)
  const statement: PageStatement = {
    schema,
    realmId: page.realmId,
    entity: page.entity,
    records,
    targets,
    runId: page.runId,
    askedAt: page.askedAt,
    pageNumber: page.page.number,
    pageSize: page.page.size,
  }
  return inTransaction(db, async (trx) => {
    await tuneForLargePage(trx, records.bytes.length)
    const { outcome, rejects } = await write(trx, statement)
    if (rejects.length > 0) await recordRejects(trx, schema, page, rejects)
    return countsOf(outcome, rejects)
  })
}

/**
 * What a large page needs of the database, until the transaction ends. The statement sorts the records and keeps them;
 * in PostgreSQL's own 4 MB of `work_mem` a page of 1000 invoices does not fit, and goes through 7 MB of temporary files:
 * a tenth of its time. And a plan of its own would have the page in it as a constant, which the planner copies at each
 * step of its work: 2.4 of 25 ms, for a plan that looks the same.
 */
async function tuneForLargePage(trx: Database, bytes: number): Promise<void> {
  if (bytes < 1_000_000) return
  const kilobytes = Math.min(Math.ceil((3 * bytes) / 1024), 65_536)
  const enough = sql`greatest(pg_catalog.pg_size_bytes(pg_catalog.current_setting('work_mem')) / 1024, ${parameter(kilobytes, 'bigint')})::text`
  const settings = sql`SELECT pg_catalog.set_config('work_mem', ${enough}, true),
    pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true)`
  await run(trx, settings, 'allow memory for a page')
}

async function write(
  trx: Database,
  statement: PageStatement,
): Promise<{ readonly outcome: PageOutcome; readonly rejects: readonly NewReject[] }> {
  // A database would not refuse these: it prints a huge number as gigabytes, or hangs on what is nested too deeply.
  if (statement.records.isDangerous) return writeCarefully(trx, statement)
  const fast = await attempt(trx, () => storeRecords(trx, statement))
  if ('refused' in fast) {
    // Of a database that migrate would have refused, the list of rejects would say that the data is to blame.
    await checkEncoding(trx)
    // Something else that this server does not support is no fault of the data.
    if (fast.refused.sqlState === '0A000') throw fast.refused
    return writeCarefully(trx, statement)
  }
  const { nameless } = fast.value
  return {
    outcome: fast.value,
    rejects: nameless.map((ordinal) => missingId(statement.records.textOf(ordinal))),
  }
}

function countsOf(outcome: PageOutcome, rejects: readonly NewReject[]): WriteCounts {
  const { inserted, updated, unchanged, stale } = outcome
  const rejected = new Set(rejects.filter(({ saved }) => !saved).map(({ original }) => original)).size
  return { inserted, updated, unchanged, stale, rejected }
}
