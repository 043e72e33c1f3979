import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { withoutHostPlugins } from '../store/database-options.js'
import { validated } from '../validated.js'
import { readEvidence } from './evidence.js'
import { evidenceOptions } from './evidence-options.js'
import { evidenceHtml } from './evidence-html.js'
import type { ReportLanguage } from './language.js'
import type { BackfillReport } from './report.js'
import { volumetryCsv } from './volumetry-csv.js'

export interface EvidenceOptions {
  readonly db: Database
  readonly report: BackfillReport
  /** The files go to a folder of the run in it. */
  readonly directory: string
  /** Language of report.html. @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject({ ...evidenceOptions, directory: z.string().min(1) })

/** Archives a run in `directory/<run>`: report.html (one self-contained file), report.json and volumetry.csv. */
export async function writeEvidence(options: EvidenceOptions): Promise<{ directory: string; html: string }> {
  validated('the evidence', optionsSchema, options)
  const { db, report, language = 'en' } = options
  const evidence = await readEvidence(withoutHostPlugins(db), report, options.schema)
  const folder = resolve(options.directory, report.runId)
  await mkdir(folder, { recursive: true })
  const html = join(folder, 'report.html')
  await writeFile(html, evidenceHtml(evidence, language))
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(evidence, null, 2)}\n`)
  await writeFile(join(folder, 'volumetry.csv'), volumetryCsv(evidence.windows))
  return { directory: folder, html }
}
