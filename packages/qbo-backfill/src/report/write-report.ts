import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { formatInstant } from '../plan/time-zone.js'
import { validated } from '../validated.js'
import type { SyncReport } from '../verdict/sync-report.js'
import type { VerifyReport } from '../verdict/verify-report.js'
import { inEvidenceFolder, makeEvidenceFolder } from './evidence-folder.js'
import { evidenceJson } from './facts/evidence-json.js'
import { renderReportHtml, type ReportHtmlOptions } from './report-html.js'

/** Options of {@link writeReport}. */
export interface WriteReportOptions extends ReportHtmlOptions {
  /** What `verifyBackfill` or `syncChanges` returned; of a run, `writeEvidence` writes more. */
  readonly report: VerifyReport | SyncReport
  /** The files go to a folder of their own in it. */
  readonly directory: string
}

/** Where the report is. */
export interface WrittenReport {
  /** Its folder, an absolute path: `verify-20270115T020000Z`, or the name of the sync. */
  readonly directory: string
  /** Its report.html, an absolute path. */
  readonly html: string
}

const directoryOption = z.string().min(1)

/**
 * Keeps what a verification or a sync found in a folder of `directory`: report.html, one self-contained page, and
 * report.json. `writeReportIndex` lists them beside the runs.
 */
export async function writeReport(options: WriteReportOptions): Promise<WrittenReport> {
  const { directory, ...page } = options
  validated('the report', z.strictObject({ directory: directoryOption }), { directory })
  const text = await renderReportHtml(page)
  const folder = join(resolve(directory), folderOf(page.report))
  await makeEvidenceFolder(folder)
  const html = join(folder, 'report.html')
  await inEvidenceFolder(folder, async () => {
    await writeFile(html, text)
    await writeFile(join(folder, 'report.json'), evidenceJson(page.report))
  })
  return { directory: folder, html }
}

function folderOf(report: VerifyReport | SyncReport): string {
  if ('syncId' in report) return report.syncId
  return `verify-${(report.verifiedAt ?? formatInstant(Date.now())).replaceAll(/[-:]/gu, '')}`
}
