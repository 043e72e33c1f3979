import { reportLanguages, type ReportLanguage } from '../../report/words/language.js'

/** What a person reads: help, errors of arguments, the report. */
export type Language = ReportLanguage

/** A sentence in each language. */
export type Words = Readonly<Record<Language, string>>

/** The language that is named, else that of the terminal: LC_ALL goes before LC_MESSAGES, and that before LANG. */
export function languageOf(named: string | undefined, env: NodeJS.ProcessEnv): Language {
  const known = reportLanguages.find((each) => each === named)
  if (known !== undefined) return known
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return /^es/iu.test(locale ?? '') ? 'es' : 'en'
}
