import { reportLanguages, type ReportLanguage } from '../../language.js'

export type { Words } from '../../language.js'

/** What a person reads: all that the command line says to one, and the report. */
export type Language = ReportLanguage

/** The language that is named, else that of the terminal: LC_ALL goes before LC_MESSAGES, and that before LANG. */
export function languageOf(named: string | undefined, env: NodeJS.ProcessEnv): Language {
  const known = reportLanguages.find((each) => each === named)
  if (known !== undefined) return known
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return /^es/iu.test(locale ?? '') ? 'es' : 'en'
}

/** A flag's value on a command line that is not read yet, since also what is wrong with it is said by that. */
export function glance(argv: readonly string[], flag: string): string | undefined {
  const at = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`))
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
}
