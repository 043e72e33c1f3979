import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { BackfillError } from '../errors.js'

/** Flags that take a value, and flags that do not. Names are the command line's own. */
export interface FlagTable {
  readonly values: readonly string[]
  readonly switches: readonly string[]
}

/** The words of a command that are not flags. */
export interface WordTable {
  /** One of these must come first. */
  readonly subcommands?: readonly string[] | undefined
  /** What further words are, as help calls it: `ID`. Without it there may be none. */
  readonly operands?: string | undefined
}

export interface Arguments {
  /** The word after the command's name; empty where the command has none. */
  readonly subcommand: string
  /** The words after that. */
  readonly operands: readonly string[]
  /** Names of the flags that the command line itself has, without those of the `--config` file. */
  readonly flags: readonly string[]
  /** A flag's value: of the command line, else of the `--config` file. */
  value(name: string): string | undefined
  on(name: string): boolean
  /** An environment variable, else the same name in the `--config` file. Empty counts as absent. */
  environment(name: string): string | undefined
}

/** The Spanish names are the same options. */
const aliases: Readonly<Record<string, string>> = { 'fecha-inicio': 'from', 'fecha-fin': 'to' }

const everyCommand: FlagTable = { values: ['config'], switches: ['json', 'help'] }

const environmentNames = [
  'QBO_CLIENT_ID',
  'QBO_CLIENT_SECRET',
  'QBO_REALM_ID',
  'QBO_REFRESH_TOKEN',
  'QBO_ENVIRONMENT',
  'QBO_TOKEN_KEY',
  'QBO_TOKEN_FILE',
  'QBO_API_BASE_URL',
  'QBO_TOKEN_URL',
  'DATABASE_URL',
] as const

/**
 * Reads flags > environment > `--config` file.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for a flag that does not exist, lacks its value, or is given twice
 * under two names, and for a word that is missing or not expected.
 */
export function readArguments(
  command: string,
  argv: readonly string[],
  table: FlagTable,
  env: NodeJS.ProcessEnv,
  words: WordTable = {},
): Arguments {
  const { flags, positionals } = parseFlags(command, argv, table)
  const file = typeof flags['config'] === 'string' ? readConfig(flags['config'], table) : {}
  return {
    ...readWords(command, positionals, words),
    flags: Object.keys(flags),
    value: (name) => (flags[name] as string | undefined) ?? text(file[name]),
    on: (name) => flags[name] === true || file[name] === true,
    environment: (name) => nonEmpty(env[name]) ?? nonEmpty(text(file[name])),
  }
}

function readWords(
  command: string,
  positionals: readonly string[],
  { subcommands = [], operands }: WordTable,
): Pick<Arguments, 'subcommand' | 'operands'> {
  const [subcommand = '', ...more] = subcommands.length === 0 ? ['', ...positionals] : positionals
  if (subcommands.length > 0 && !subcommands.includes(subcommand)) {
    const problem =
      subcommand === '' ? `"${command}" needs one more word` : `Unknown: ${command} ${subcommand}`
    throw invalid(`${problem}. Known: ${subcommands.map((known) => `${command} ${known}`).join(', ')}.`)
  }
  const name = subcommand === '' ? command : `${command} ${subcommand}`
  if (operands === undefined && more[0] !== undefined)
    throw invalid(`"${more[0]}" is not expected after "${name}". Options start with --.`)
  return { subcommand, operands: more }
}

function parseFlags(
  command: string,
  argv: readonly string[],
  table: FlagTable,
): { flags: Record<string, string | boolean>; positionals: readonly string[] } {
  const values = [...table.values, ...everyCommand.values]
  const switches = [...table.switches, ...everyCommand.switches]
  const spanish = Object.keys(aliases).filter((name) => values.includes(aliases[name] ?? ''))
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: optionsOf([...values, ...spanish], switches),
  })
  const found: Record<string, string | boolean> = {}
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const name =
      aliases[token.name] !== undefined && spanish.includes(token.name)
        ? (aliases[token.name] as string)
        : token.name
    const known = values.includes(name) || switches.includes(name)
    if (!known)
      throw invalid(
        `Unknown option ${token.rawName} for "${command}". Known: ${[...values, ...spanish, ...switches].map((flag) => `--${flag}`).join(' ')}`,
      )
    if (
      values.includes(name) &&
      (token.value === undefined || token.value === '' || token.value.startsWith('--'))
    ) {
      throw invalid(`${token.rawName} needs a value.`)
    }
    if (switches.includes(name) && token.value !== undefined)
      throw invalid(`${token.rawName} takes no value.`)
    if (found[name] !== undefined)
      throw invalid(
        `--${name} is given more than once (--from and --fecha-inicio, --to and --fecha-fin are the same).`,
      )
    found[name] = token.value ?? true
  }
  return { flags: found, positionals }
}

function optionsOf(
  values: readonly string[],
  switches: readonly string[],
): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries([
    ...values.map((name) => [name, { type: 'string' as const }]),
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
  ])
}

/** A JSON object of flag names without dashes (`"time-zone"`) and environment variable names. */
function readConfig(path: string, table: FlagTable): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw invalid(`--config ${path} cannot be read as JSON: ${(error as Error).message}`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid(`--config ${path} must hold a JSON object.`)
  const config = Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [aliases[name.replaceAll('_', '-')] ?? name, value]),
  )
  const known = new Set<string>([...table.values, ...table.switches, ...environmentNames, 'json'])
  const unknown = Object.keys(config).filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw invalid(`--config ${path} has unknown keys: ${unknown.join(', ')}. Known: ${[...known].join(', ')}`)
  return config
}

function text(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
