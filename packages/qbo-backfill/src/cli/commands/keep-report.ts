import { writeReport, type WrittenReport } from '../../report/write-report.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import type { Arguments } from '../input/arguments.js'
import { nextLine } from '../output/next-step.js'
import type { Language } from '../words/language.js'
import type { OpenDatabase } from '../input/open-database.js'

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

/** As the terminal event of a run says it. */
export function evidenceField(files: WrittenReport | undefined): { readonly evidence?: string } {
  return files === undefined ? {} : { evidence: files.directory }
}

export function keptText(files: WrittenReport | undefined, language: Language): string {
  if (files === undefined) return ''
  return `${nextLine(`${language === 'es' ? 'abra' : 'open'} ${files.html}`, language)}\n`
}
