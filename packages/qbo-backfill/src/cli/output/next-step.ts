import type { ErrorCode } from '../../failure/error-code.js'
import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { BackfillReport } from '../../verdict/report.js'
import type { Language, Words } from '../words/language.js'
import { exitCodeOfReport, exitCodes } from './exit-code.js'

const next = { en: 'Next:', es: 'Siguiente:' } as const

/** What the next step is decided by. */
export interface Failure {
  readonly error: unknown
  readonly exitCode: number
  /** Whether the work had begun, and so has a place to go on from. */
  readonly hasBegun: boolean
}

/** What a person does after an error, where that is one thing: by its code, else by the exit code. */
export function nextAfter(failure: Failure, language: Language): string | undefined {
  const step = stepAfter(failure)
  return step === undefined ? undefined : nextLine(step[language], language)
}

export function nextLine(step: string, language: Language): string {
  return `${next[language]} ${step}`
}

interface Told {
  readonly code?: unknown
  readonly cause?: unknown
  readonly resumeAfter?: string
  readonly next?: Words
  readonly issues?: readonly { readonly path: string }[]
}

const goesOn = { en: 'it goes on where it stopped.', es: 'continúa donde se detuvo.' }

function stepAfter({ error, exitCode, hasBegun }: Failure): Words | undefined {
  const { code, cause, resumeAfter, next: own, issues = [] } = (error ?? {}) as Told
  if (own !== undefined) return own
  if (code === 'BACKFILL_BUDGET_SPENT')
    return resumeAfter === undefined
      ? {
          en: `the same command with a higher --max-api-calls; ${goesOn.en}`,
          es: `el mismo comando con un --max-api-calls mayor; ${goesOn.es}`,
        }
      : {
          en: `the same command from ${resumeAfter} on, or with a higher --monthly-call-budget; ${goesOn.en}`,
          es: `el mismo comando desde ${resumeAfter}, o con un --monthly-call-budget mayor; ${goesOn.es}`,
        }
  // A server that answers, full or starting, is there, and so is one that work has begun with.
  const isAnswered = typeof cause === 'object' && cause !== null && 'severity' in cause
  if (code === 'BACKFILL_DATABASE_UNAVAILABLE' && !hasBegun && !isAnswered)
    return {
      en: 'start the database, or correct DATABASE_URL; then the same command.',
      es: 'encienda la base de datos, o corrija DATABASE_URL; después, el mismo comando.',
    }
  const settings = issues.map(({ path }) => path).filter((path) => /^[A-Z_]+$/u.test(path))
  if (settings.length > 0) return setting(settings)
  return (typeof code === 'string' ? afterCodes[code] : undefined) ?? afterExits[exitCode]
}

function setting(names: readonly string[]): Words {
  return {
    en: `set ${names.join(', ')} to what it must be, then the same command.`,
    es: `ponga ${names.join(', ')} con el valor correcto; después, el mismo comando.`,
  }
}

const connect: Words = {
  en: 'qbo-backfill auth login, or set a new QBO_REFRESH_TOKEN; then the same command.',
  es: 'qbo-backfill auth login, o ponga un QBO_REFRESH_TOKEN nuevo; después, el mismo comando.',
}
const migrate = alike('qbo-backfill migrate --entities customers,items,invoices')
const update = alike('npm install qbo-backfill@latest')
const utf8: Words = {
  en: 'name a database in UTF8 in DATABASE_URL, then the same command.',
  es: 'ponga en DATABASE_URL una base de datos en UTF8; después, el mismo comando.',
}

const afterCodes: Readonly<Record<string, Words>> = {
  BACKFILL_TIME_SPENT: { en: `the same command; ${goesOn.en}`, es: `el mismo comando; ${goesOn.es}` },
  BACKFILL_PLAN_CHANGED: {
    en: 'the same command with the options that the message names, until that run is finished.',
    es: 'el mismo comando con las opciones que indica el mensaje, hasta que esa corrida termine.',
  },
  BACKFILL_ENVIRONMENT_MISMATCH: setting(['QBO_ENVIRONMENT', 'DATABASE_URL']),
  BACKFILL_NOT_MIGRATED: migrate,
  BACKFILL_SCHEMA_TOO_NEW: update,
  BACKFILL_DATABASE_ENCODING: utf8,
  SINK_NOT_MIGRATED: migrate,
  SINK_SCHEMA_TOO_NEW: update,
  SINK_DATABASE_ENCODING: utf8,
  SINK_FORBIDDEN: alike('qbo-backfill doctor'),
  QBO_TOKEN_MISSING: {
    en: 'qbo-backfill auth login, or set QBO_REFRESH_TOKEN; then the same command.',
    es: 'qbo-backfill auth login, o ponga QBO_REFRESH_TOKEN; después, el mismo comando.',
  },
  QBO_REAUTHORIZATION_REQUIRED: connect,
  QBO_UNAUTHORIZED: connect,
  QBO_ENVIRONMENT_MISMATCH: setting(['QBO_REALM_ID', 'QBO_ENVIRONMENT']),
  QBO_CLIENT_REJECTED: setting(['QBO_CLIENT_ID', 'QBO_CLIENT_SECRET', 'QBO_ENVIRONMENT']),
  QBO_TOKEN_REQUEST_REFUSED: setting(['QBO_TOKEN_URL']),
  QBO_TOKENS_UNREADABLE: setting(['QBO_TOKEN_KEY']),
  QBO_NOT_FOUND: setting(['QBO_REALM_ID', 'QBO_API_BASE_URL']),
} satisfies Partial<Record<ErrorCode, Words>>

const afterExits: Readonly<Record<number, Words>> = {
  [exitCodes.bug]: {
    en: 'please report it, with the same command and --json.',
    es: 'por favor, repórtelo, con el mismo comando y --json.',
  },
  [exitCodes.reauthorization]: alike('qbo-backfill auth login'),
  [exitCodes.locked]: {
    en: 'the same command later, or with --wait-for-lease 600',
    es: 'el mismo comando más tarde, o con --wait-for-lease 600',
  },
  [exitCodes.temporary]: {
    en: `the same command later; ${goesOn.en}`,
    es: `el mismo comando más tarde; ${goesOn.es}`,
  },
  [exitCodes.interrupted]: { en: `the same command; ${goesOn.en}`, es: `el mismo comando; ${goesOn.es}` },
}

/** What is typed is the same in both languages. */
function alike(command: string): Words {
  return { en: command, es: command }
}

/** What a person does after a run. */
export function nextAfterRun(
  report: BackfillReport,
  checks: readonly Check[],
  html: string | undefined,
  language: Language,
): string {
  const { open, directory } = {
    en: { open: 'open', directory: './evidence' },
    es: { open: 'abra', directory: './evidencia' },
  }[language]
  const look = html === undefined ? `qbo-backfill report --evidence ${directory}` : `${open} ${html}`
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
