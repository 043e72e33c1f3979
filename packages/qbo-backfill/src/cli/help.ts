import { styleText } from 'node:util'
import { Help, type Command, type Option } from 'commander'
import type { CommandEntry } from './commands.js'
import type { Helped, Reach } from './program.js'
import { exampleIn } from './input/example.js'
import { flags, type FlagName } from './input/flags.js'
import type { Language, Words } from './words/language.js'
import { systemVariables, variables } from './input/variables.js'
import { exitWords } from './output/exit-words.js'

/** commander's own titles, and ours. */
const titles: Readonly<Record<string, Words>> = {
  'Usage:': { en: 'Usage:', es: 'Uso:' },
  'Options:': { en: 'Options:', es: 'Opciones:' },
  'Global Options:': { en: 'Every command takes:', es: 'Todo comando acepta:' },
  'Commands:': { en: 'Commands:', es: 'Comandos:' },
  'Arguments:': { en: 'Arguments:', es: 'Argumentos:' },
  'Examples:': { en: 'Examples:', es: 'Ejemplos:' },
  'Environment:': { en: 'Environment:', es: 'Variables de entorno:' },
  'Exit codes:': { en: 'Exit codes:', es: 'Códigos de salida:' },
}

/** What values are called. */
const spanishValues: Readonly<Record<string, string>> = {
  LIST: 'LISTA',
  SECONDS: 'SEGUNDOS',
  INSTANT: 'INSTANTE',
  SIZE: 'TAMAÑO',
  NAME: 'NOMBRE',
  ZONE: 'ZONA',
  FILE: 'ARCHIVO',
  LANGUAGE: 'IDIOMA',
}

const reads: Readonly<Record<Reach, readonly string[]>> = {
  company: [...Object.keys(variables), 'HTTPS_PROXY', 'NO_COLOR'],
  run: [...Object.keys(variables), 'HTTPS_PROXY', 'NO_COLOR'],
  realm: ['QBO_REALM_ID', 'DATABASE_URL', 'NO_COLOR'],
  database: ['DATABASE_URL', 'NO_COLOR'],
  nothing: ['NO_COLOR'],
}

const ends: Readonly<Record<Reach, readonly number[]>> = {
  company: [0, 1, 2, 3, 75, 130, 143],
  run: [0, 1, 2, 3, 4, 5, 6, 75, 130, 141, 143],
  realm: [0, 1, 2, 75],
  database: [0, 1, 2, 75],
  nothing: [0, 2],
}

/** Help in the reader's language, as commander draws it; with examples, variables and exit codes. */
export class TranslatedHelp extends Help {
  readonly #language: Language
  readonly #helped: Pick<Helped, 'reach' | 'examples'>

  constructor(language: Language, helped: Pick<Helped, 'reach' | 'examples'>) {
    super()
    this.#language = language
    this.#helped = helped
    this.showGlobalOptions = true
  }

  override formatHelp(command: Command, helper: Help): string {
    const { reach, examples } = this.#helped
    const lines = examples.map(
      (line) =>
        `  ${this.boxWrap(`qbo-backfill ${exampleIn(line, this.#language)}`, 74).replaceAll('\n', ' \\\n    ')}`,
    )
    return [
      super.formatHelp(command, helper),
      ...this.formatItemList('Examples:', lines, helper),
      ...this.#list('Environment:', reads[reach], { ...variables, ...systemVariables }),
      ...this.#list('Exit codes:', ends[reach], exitWords),
    ].join('\n')
  }

  #list(
    title: string,
    names: readonly (string | number)[],
    words: Readonly<Record<string, Words>>,
  ): string[] {
    const width = Math.max(...names.map((name) => String(name).length))
    const items = names.map((name) =>
      this.formatItem(String(name), width, words[name]?.[this.#language] ?? '', this),
    )
    return this.formatItemList(title, items, this)
  }

  override styleTitle(title: string): string {
    return styleText('bold', titles[title]?.[this.#language] ?? title, { validateStream: false })
  }

  override subcommandTerm(command: Command): string {
    return command.name()
  }

  override commandUsage(command: Command): string {
    const usage = super.commandUsage(command)
    return this.#language === 'es'
      ? usage.replace('[options]', '[opciones]').replace('[command]', '[comando]')
      : usage
  }

  /** A flag of two names by that of the language. */
  override optionTerm(option: Option): string {
    if (option.short?.startsWith('--') !== true) return super.optionTerm(option)
    const [, value = ''] = option.flags.split(' <')
    return `${(this.#language === 'es' ? option.short : option.long) ?? ''} <${value}`
  }

  override optionDescription({ description }: Option): string {
    return description
  }

  /** Of the program itself, and of no command. */
  override visibleGlobalOptions(command: Command): Option[] {
    return super.visibleGlobalOptions(command).filter(({ long }) => long !== '--version')
  }
}

/** A flag as commander takes it: its Spanish name stands where a short one would. */
export function termOf(name: FlagName, language: Language): string {
  const { alias, value } = flags[name]
  const names = [alias, name].flatMap((each) => (each === undefined ? [] : `--${each}`)).join(', ')
  if (value === undefined) return names
  return `${names} <${language === 'es' ? (spanishValues[value] ?? value) : value}>`
}

/** The sentence of a flag, with its choices, whether it must be given, and what holds otherwise. */
export function describeFlag(
  name: FlagName,
  entry: Partial<Pick<CommandEntry, 'needs' | 'meaning'>>,
  language: Language,
): string {
  const { choices, usual, [language]: sentence } = flags[name]
  const isNeeded = entry.needs?.includes(name) === true
  const words = {
    en: { needed: 'Required.', choices: 'One of', usual: 'Default:' },
    es: { needed: 'Obligatoria.', choices: 'Una de', usual: 'Por defecto:' },
  }[language]
  const usually = typeof usual === 'object' ? usual[language] : usual
  return [
    entry.meaning?.[name]?.[language] ?? sentence,
    ...(choices === undefined ? [] : [`${words.choices} ${choices.join(', ')}.`]),
    ...(isNeeded ? [words.needed] : []),
    ...(usually === undefined ? [] : [`${words.usual} ${usually}.`]),
  ].join(' ')
}
