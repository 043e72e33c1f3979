import { reportLanguages, type ReportLanguage } from '../../language.js'

export type { Words } from '../../language.js'

/** What a person reads: all that the command line says to one, and the report. */
export type Language = ReportLanguage

/** The language that is named, else that of the terminal: LC_ALL goes before LC_MESSAGES, and that before LANG. */
export function languageOf(named: unknown, env: NodeJS.ProcessEnv): Language {
  const known = reportLanguages.find((each) => each === named)
  if (known !== undefined) return known
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return /^es/iu.test(locale ?? '') ? 'es' : 'en'
}
