import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { BackfillReport } from '../../verdict/report.js'
import type { Language } from '../words/language.js'
import { exitCodeOfReport, exitCodes } from './exit-code.js'

const next = { en: 'Next:', es: 'Siguiente:' } as const

const afterErrors: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  en: {
    [exitCodes.bug]: 'please report it, with the same command and --json.',
    [exitCodes.reauthorization]: 'qbo-backfill auth login',
    [exitCodes.locked]: 'the same command later, or with --wait-for-lease 600',
    [exitCodes.temporary]: 'the same command later; it goes on where it stopped.',
    [exitCodes.interrupted]: 'the same command; it goes on where it stopped.',
  },
  es: {
    [exitCodes.bug]: 'por favor, repórtelo, con el mismo comando y --json.',
    [exitCodes.reauthorization]: 'qbo-backfill auth login',
    [exitCodes.locked]: 'el mismo comando más tarde, o con --wait-for-lease 600',
    [exitCodes.temporary]: 'el mismo comando más tarde; continúa donde se detuvo.',
    [exitCodes.interrupted]: 'el mismo comando; continúa donde se detuvo.',
  },
}

/** What a person does after an error, where that is one thing. */
export function nextAfter(exitCode: number, language: Language): string | undefined {
  const step = afterErrors[language][exitCode]
  return step === undefined ? undefined : nextLine(step, language)
}

export function nextLine(step: string, language: Language): string {
  return `${next[language]} ${step}`
}

/** What a person does after a run. */
export function nextAfterRun(
  report: BackfillReport,
  checks: readonly Check[],
  html: string | undefined,
  language: Language,
): string {
  const open = language === 'es' ? 'abra' : 'open'
  const look = html === undefined ? 'qbo-backfill report --evidence ./evidence' : `${open} ${html}`
  const exitCode = exitCodeOfReport(report)
  const isNot = (name: string, colour: Colour): boolean =>
    checks.some((check) => check.name === name && check.status === colour)
  const steps = {
    en: {
      failed: 'the same command; it goes on with what could not be read.',
      rejects: `qbo-backfill rejects list names what could not be stored; then ${look}.`,
      red: `${look}; then the same command reads again what is red.`,
      references: `${look}; the same command with an earlier --from brings what the invoices name.`,
      done: `${look}; then qbo-backfill sync keeps the tables up to date.`,
    },
    es: {
      failed: 'el mismo comando; continúa con lo que no se pudo leer.',
      rejects: `qbo-backfill rejects list nombra lo que no se pudo guardar; después, ${look}.`,
      red: `${look}; después, el mismo comando vuelve a leer lo que está en rojo.`,
      references: `${look}; el mismo comando con una --fecha-inicio anterior trae lo que mencionan las facturas.`,
      done: `${look}; después, qbo-backfill sync mantiene las tablas al día.`,
    },
  }[language]
  const red = isNot('rejects', 'red') ? steps.rejects : steps.red
  const done = isNot('references', 'yellow') ? steps.references : steps.done
  const step = exitCode === exitCodes.segmentsFailed ? steps.failed : exitCode === exitCodes.red ? red : done
  return `${nextLine(step, language)}\n`
}
