import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { withoutHostPlugins } from '../ledger/database-options.js'
import { validated } from '../validated.js'
import { readEvidence } from './facts/evidence.js'
import { inEvidenceFolder, makeEvidenceFolder } from './evidence-folder.js'
import { evidenceOptions } from './evidence-options.js'
import { evidenceJson } from './facts/evidence-json.js'
import { evidenceHtml } from './page/evidence-html.js'
import type { ReportLanguage } from '../language.js'
import type { BackfillReport } from '../verdict/report.js'
import type { Source } from '../source/source.js'
import { sharedOptions } from '../options.js'
import { withCountedCalls } from '../session/counted-calls.js'
import { postgresStore } from '../store/postgres-store.js'
import { archiveReports, type ArchivedReports } from './archive-reports.js'
import { manifestOf } from './manifest.js'
import { witnessCsv } from './facts/witness-csv.js'
import { volumetryCsv } from './facts/volumetry-csv.js'

/** Options of {@link writeEvidence}. */
export interface EvidenceOptions {
  /** The database of the run's state. */
  readonly db: Database
  /** The report to keep: what `runBackfill` returned. */
  readonly report: BackfillReport
  /** The files go to a folder of the run in it. */
  readonly directory: string
  /** Language of report.html. @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Archives QuickBooks' own ProfitAndLoss and BalanceSheet of the range too, as they come: two calls. @defaultValue none */
  readonly archiveReportsOf?: Source | undefined
  /** API calls that the app may spend in a month; see `BackfillOptions`. @defaultValue no limit */
  readonly monthlyCallBudget?: number | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

/** Where the evidence of a run is. */
export interface WrittenEvidence {
  /** The folder of the run, an absolute path. */
  readonly directory: string
  /** Its report.html, an absolute path. */
  readonly html: string
  /** What could not be archived of QuickBooks' own reports, a sentence each. */
  readonly refused: readonly string[]
}

const optionsSchema = z.strictObject({
  ...evidenceOptions,
  directory: z.string().min(1),
  archiveReportsOf: z.custom<Source>((value) => typeof value === 'object' && value !== null).optional(),
  monthlyCallBudget: sharedOptions.monthlyCallBudget,
})

/**
 * Archives a run in `directory/<run>`: report.html (one self-contained file), report.json, volumetry.csv, witness.csv, and
 * manifest.json, which has the SHA-256 of the others and of the rows of each window. Answers with what could not be
 * archived, a sentence each.
 */
export async function writeEvidence(options: EvidenceOptions): Promise<WrittenEvidence> {
  validated('the evidence', optionsSchema, options)
  const { db, report, language = 'en' } = options
  const evidence = await readEvidence(withoutHostPlugins(db), report, options.schema)
  const folder = resolve(options.directory, report.runId)
  await makeEvidenceFolder(folder)
  const archived = await archivedFrom(options)
  const files = new Map([
    ['report.html', evidenceHtml(evidence, language)],
    ['report.json', evidenceJson(evidence)],
    ['volumetry.csv', volumetryCsv(evidence.windows)],
    ['witness.csv', witnessCsv(evidence.witness)],
    ...archived.files,
  ])
  const manifest = await manifestOf(withoutHostPlugins(db), evidence, files)
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  await inEvidenceFolder(folder, async () => {
    for (const [name, text] of files) await writeFile(join(folder, name), text)
  })
  return { directory: folder, html: join(folder, 'report.html'), refused: archived.refused }
}

async function archivedFrom(options: EvidenceOptions): Promise<ArchivedReports> {
  const { archiveReportsOf: source, monthlyCallBudget, report, db, schema } = options
  if (source === undefined) return { files: new Map(), refused: [] }
  const counted = { source, store: postgresStore({ db, schema }), monthlyCallBudget }
  return withCountedCalls(counted, () => archiveReports(source, report))
}
