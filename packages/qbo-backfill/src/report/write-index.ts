import { access, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import { validated } from '../validated.js'
import { inEvidenceFolder, makeEvidenceFolder } from './evidence-folder.js'
import { indexHtml } from './page/index-html.js'
import { keptReports } from './kept-reports.js'
import { listedRuns } from './facts/listed-runs.js'
import type { ReportLanguage } from '../language.js'

/** Options of {@link writeReportIndex}. */
export interface ReportIndexOptions {
  /** The database of the runs. */
  readonly db: Database
  /** The company. */
  readonly realmId: string
  /** Where `writeEvidence` has written the runs; index.html goes beside them. */
  readonly directory: string
  /** @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject({
  ...databaseOptions,
  realmId: z.string().min(1),
  directory: z.string().min(1),
  language: z.enum(['en', 'es']).optional(),
})

/** What was written. */
export interface WrittenIndex {
  /** Path of index.html. */
  readonly html: string
  /** Runs that it lists. */
  readonly runs: number
  /** Those of them whose page is there. */
  readonly pages: number
  /** Verifications and syncs that `writeReport` has kept there. */
  readonly kept: number
}

/**
 * Writes `directory/index.html`: every run of the company that the ledger knows, leading to its page where that is there,
 * and the verifications and syncs that are kept there.
 */
export async function writeReportIndex(options: ReportIndexOptions): Promise<WrittenIndex> {
  validated('the index', optionsSchema, options)
  const { db, realmId, language = 'en', schema = defaultStateSchema } = options
  const directory = resolve(options.directory)
  const runs = await listedRuns(withoutHostPlugins(db).withSchema(schema), realmId)
  const pages = new Set<string>()
  for (const { runId } of runs) if (await isThere(join(directory, runId, 'report.html'))) pages.add(runId)
  await makeEvidenceFolder(directory)
  const html = join(directory, 'index.html')
  const kept = await keptReports(directory, realmId)
  await inEvidenceFolder(directory, () =>
    writeFile(html, indexHtml({ realmId, runs, pages, kept }, language)),
  )
  return { html, runs: runs.length, pages: pages.size, kept: kept.length }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
