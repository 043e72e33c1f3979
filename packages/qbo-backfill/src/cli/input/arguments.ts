import { invalid } from '../words/invalid.js'
import { readConfigFile } from './config-file.js'
import { everyCommand, exampleIn, flags, flagsOf, type FlagName, type FlagTable } from './flags.js'
import { languageOf, type Language } from '../words/language.js'
import { variables } from './variables.js'

/** By the name that the flag has in code; a switch is true. */
export type TypedFlags = Partial<Record<FlagName, string | true>>

/** What the parser found on the command line. */
export interface Typed {
  readonly flags: Readonly<TypedFlags>
  readonly operands: readonly string[]
}

export interface Arguments {
  /** The words that are no flags. */
  readonly operands: readonly string[]
  /** Names of the flags that the command line itself has, without those of the `--config` file. */
  readonly flags: readonly FlagName[]
  /** Of all that a person reads. */
  readonly language: Language
  /** A flag's value: of the command line, else of the `--config` file. */
  value(name: FlagName): string | undefined
  /** A flag that is a number of something; that it is one has been seen to. */
  number(name: FlagName): number | undefined
  on(name: FlagName): boolean
  /** An environment variable, else the same name in the `--config` file. Empty counts as absent. */
  environment(name: string): string | undefined
}

/**
 * Reads flags > environment > `--config` file.
 *
 * @param range of a command that must have one, where the flags say nothing of it; it goes before the file's
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for a flag that must be given and is not, or whose value cannot be one.
 */
export function readArguments(
  typed: Typed,
  table: FlagTable,
  env: NodeJS.ProcessEnv,
  range: TypedFlags = {},
): Arguments {
  const file = typeof typed.flags.config === 'string' ? readConfig(typed.flags.config, table) : {}
  const isOfHost =
    table.needs?.includes('from') === true && (typed.flags.from ?? typed.flags.to) === undefined
  const found = { ...file, ...(isOfHost && range), ...typed.flags }
  const value = (name: FlagName): string | undefined => text(found[name])
  checkMissing(table, value)
  for (const name of [...flagsOf(table), ...everyCommand]) checkValue(name, value(name))
  return {
    operands: typed.operands,
    flags: Object.keys(typed.flags) as FlagName[],
    language: languageOf(value('language'), env),
    value,
    number: (name) => (value(name) === undefined ? undefined : Number(value(name))),
    on: (name) => found[name] === true,
    environment: (name) => nonEmpty(env[name]) ?? nonEmpty(text(file[name])),
  }
}

type Value = (name: FlagName) => string | undefined

function checkMissing({ name, needs = [], unless, examples }: FlagTable, value: Value): void {
  if (unless !== undefined && value(unless) !== undefined) return
  const missing = needs.filter((need) => value(need) === undefined)
  if (missing.length === 0) return
  const aliased = missing.map((need) => {
    const { alias } = flags[need]
    return alias === undefined ? `--${need}` : `--${alias} (--${need})`
  })
  throw invalid({
    en: `Missing: --${missing.join(', --')}. For example: qbo-backfill ${examples[0]}. All flags: qbo-backfill ${name} --help`,
    es: `Falta: ${aliased.join(', ')}. Por ejemplo: qbo-backfill ${exampleIn(examples[0], 'es')}. Todas las opciones: qbo-backfill ${name} --help`,
  })
}

function checkValue(name: FlagName, value: string | undefined): void {
  if (value === undefined) return
  const { choices, whole } = flags[name]
  if (choices !== undefined && !choices.includes(value))
    throw invalid({
      en: `Unknown --${name} "${value}". Known: ${choices.join(', ')}.`,
      es: `--${name} "${value}" no existe. Se ${choices.length === 1 ? 'conoce' : 'conocen'}: ${choices.join(', ')}.`,
    })
  if (whole === undefined) return
  const { least, most = 999_999_999 } = whole
  if (/^\d{1,9}$/u.test(value) && Number(value) >= least && Number(value) <= most) return
  throw invalid({
    en: `--${name} "${value}" is not a whole number from ${least} to ${most}. ${flags[name].en}`,
    es: `--${name} "${value}" no es un número entero de ${least} a ${most}. ${flags[name].es}`,
  })
}

/** A JSON object of flag names without dashes (`"time-zone"`) and environment variable names. */
function readConfig(path: string, table: FlagTable): Readonly<Record<string, unknown>> {
  const own = [...flagsOf(table), 'json', 'language'] as const satisfies readonly FlagName[]
  const aliases = Object.fromEntries(own.map((name) => [flags[name].alias, name]))
  const config = Object.entries(readConfigFile(path)).map(
    ([name, value]) => [aliases[name.replaceAll('_', '-')] ?? name, value] as const,
  )
  const known = [...own, ...Object.keys(variables)]
  const unknown = config.map(([name]) => name).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw invalid({
      en: `--config ${path} has unknown keys: ${unknown.join(', ')}. Known: ${known.join(', ')}`,
      es: `--config ${path} tiene claves que no se conocen: ${unknown.join(', ')}. Se conocen: ${known.join(', ')}`,
    })
  const wrong = config.filter(([name, value]) => !isOfKind(name, value)).map(([name]) => name)
  if (wrong.length > 0)
    throw invalid({
      en: `--config ${path}: a switch must be true or false, and all else a text, a number or a list of those: ${wrong.join(', ')}.`,
      es: `--config ${path}: una opción sin valor va con true o false, y todo lo demás es un texto, un número o una lista de ellos: ${wrong.join(', ')}.`,
    })
  return Object.fromEntries(config)
}

/** What is of no use would be passed over in silence. */
function isOfKind(name: string, value: unknown): boolean {
  if (value === null) return true
  if (name in flags && flags[name as FlagName].value === undefined) return typeof value === 'boolean'
  return [value].flat().every((each) => typeof each === 'string' || typeof each === 'number')
}

function text(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}
