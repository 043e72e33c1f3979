import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { withoutHostPlugins } from '../ledger/database-options.js'
import { validated } from '../validated.js'
import { readEvidence } from './facts/evidence.js'
import { evidenceOptions } from './evidence-options.js'
import { evidenceHtml } from './page/evidence-html.js'
import type { ReportLanguage } from './words/language.js'
import type { BackfillReport } from '../verdict/report.js'

/** Options of {@link renderReportHtml}. */
export interface ReportHtmlOptions {
  /** The database of the run's state. */
  readonly db: Database
  /** The report that the page shows: what `runBackfill` returned. */
  readonly report: BackfillReport
  /** @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject(evidenceOptions)

/** The evidence of a run as one self-contained page, for a host that keeps or shows it itself. */
export async function renderReportHtml(options: ReportHtmlOptions): Promise<string> {
  validated('the report', optionsSchema, options)
  const evidence = await readEvidence(withoutHostPlugins(options.db), options.report, options.schema)
  return evidenceHtml(evidence, options.language ?? 'en')
}
