import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { withoutHostPlugins } from '../ledger/database-options.js'
import { validated } from '../validated.js'
import type { BackfillReport } from '../verdict/report.js'
import type { SyncReport } from '../verdict/sync-report.js'
import type { VerifyReport } from '../verdict/verify-report.js'
import { readAftercare } from './facts/aftercare.js'
import { readEvidence } from './facts/evidence.js'
import { evidenceOptions } from './evidence-options.js'
import { evidenceHtml } from './page/evidence-html.js'
import { syncHtml } from './page/sync-html.js'
import { verifyHtml } from './page/verify-html.js'
import type { ReportLanguage } from '../language.js'

/** Options of {@link renderReportHtml}. */
export interface ReportHtmlOptions {
  /** The database of the state. */
  readonly db: Database
  /** The report that the page shows: what `runBackfill`, `verifyBackfill` or `syncChanges` returned. */
  readonly report: BackfillReport | VerifyReport | SyncReport
  /** @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject({
  ...evidenceOptions,
  report: z.custom<ReportHtmlOptions['report']>(
    (value) => Array.isArray((value as ReportHtmlOptions['report'] | null)?.entities),
    'needs the report of a run, a verification or a sync',
  ),
})

/**
 * What a run, a verification or a sync found as one self-contained page, for a host that keeps or shows it itself: it names
 * no files beside it.
 */
export async function renderReportHtml(options: ReportHtmlOptions): Promise<string> {
  validated('the report', optionsSchema, options)
  const { report, language = 'en', schema } = options
  const db = withoutHostPlugins(options.db)
  if ('runId' in report) return evidenceHtml(await readEvidence(db, report, schema), language, true)
  if ('syncId' in report) return syncHtml(await readAftercare(db, report, schema), language)
  return verifyHtml(await readAftercare(db, report, schema), language)
}
