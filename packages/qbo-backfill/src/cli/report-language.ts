import { BackfillError } from '../errors.js'
import { reportLanguages, type ReportLanguage } from '../report/language.js'
import type { Arguments } from './arguments.js'

/** `--language`, in which report.html is written. */
export function readLanguage(given: Arguments): ReportLanguage {
  const language = given.value('language') ?? 'en'
  const known = reportLanguages.find((each) => each === language)
  if (known !== undefined) return known
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `Unknown --language "${language}". Known: ${reportLanguages.join(', ')}.`,
  )
}
