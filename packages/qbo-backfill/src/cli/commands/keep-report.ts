import { resolve } from 'node:path'
import { makeEvidenceFolder } from '../../report/evidence-folder.js'
import { writeReport, type WrittenReport } from '../../report/write-report.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import type { Arguments } from '../input/arguments.js'
import { nextLine } from '../output/next-step.js'
import type { Language } from '../words/language.js'
import type { OpenDatabase } from '../input/open-database.js'
import type { EvidenceVerification } from '../../verify/verify-evidence.js'
import { exitCodeOfColour, exitCodes } from '../output/exit-code.js'
import type { CommandOutcome } from '../output/output.js'

/** Before anything is asked of QuickBooks: its place, where `--report` names one. */
export async function makeReportFolder(given: Arguments): Promise<void> {
  const directory = given.value('report')
  if (directory !== undefined) await makeEvidenceFolder(resolve(directory))
}

/** What `--report` asks for; undefined without it. */
export async function keepReport(
  { db }: OpenDatabase,
  report: VerifyReport | SyncReport,
  given: Arguments,
): Promise<WrittenReport | undefined> {
  const directory = given.value('report')
  return directory === undefined
    ? undefined
    : writeReport({ db, report, directory, language: given.language })
}

/** As the terminal event says it. */
export function evidenceField(files: Pick<WrittenReport, 'directory'> | undefined): {
  readonly evidence?: string
} {
  return files === undefined ? {} : { evidence: files.directory }
}

/** How a verification or a sync ends: by its colour, with its report, and where that is kept. */
export function judged(
  kind: 'verify' | 'sync',
  report: VerifyReport | SyncReport | EvidenceVerification,
  text: string,
  files?: WrittenReport,
): CommandOutcome {
  const exitCode = exitCodeOfColour(report)
  const type = `${kind}.${exitCode === exitCodes.done ? 'completed' : 'failed'}`
  return { exitCode, event: { type, report, ...evidenceField(files) }, text }
}

export function keptText(files: WrittenReport | undefined, language: Language): string {
  if (files === undefined) return ''
  return `${nextLine(`${language === 'es' ? 'abra' : 'open'} ${files.html}`, language)}\n`
}
