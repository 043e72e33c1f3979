import { z } from 'zod'
import { databaseOptions } from '../ledger/database-options.js'
import type { ReportLanguage } from '../language.js'
import type { BackfillReport } from '../verdict/report.js'

type SharedOptions = typeof databaseOptions & {
  readonly report: z.ZodType<BackfillReport>
  readonly language: z.ZodOptional<z.ZodType<ReportLanguage>>
}

/** What shows a run takes, wherever it shows it. */
export const evidenceOptions: SharedOptions = {
  ...databaseOptions,
  report: z.custom<BackfillReport>(
    (value) => typeof (value as BackfillReport | null)?.runId === 'string',
    'needs the report of a run',
  ),
  language: z.enum(['en', 'es']).optional(),
}
