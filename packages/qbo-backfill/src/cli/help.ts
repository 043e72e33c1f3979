import { styleText } from 'node:util'
import { Help, Option, type Command } from 'commander'
import type { CommandEntry } from './commands.js'
import type { Helped, Reach } from './program.js'
import { exampleIn, flags, type FlagName } from './input/flags.js'
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
  override showGlobalOptions = true
  readonly #language: Language
  readonly #helped: Helped

  constructor(language: Language, helped: Helped) {
    super()
    this.#language = language
    this.#helped = helped
  }

  override formatHelp(command: Command, helper: Help): string {
    const { reach, examples } = this.#helped
    const lines = examples.map((line) => {
      const typed = this.boxWrap(`qbo-backfill ${exampleIn(line, this.#language)}`, 74)
      return `  ${typed.replaceAll('\n', ' \\\n    ')}`
    })
    return [
      super.formatHelp(command, helper),
      ...this.formatItemList('Examples:', lines, this),
      ...this.#list('Environment:', reads[reach], { ...variables, ...systemVariables }),
      ...this.#list('Exit codes:', ends[reach].map(String), exitWords),
    ].join('\n')
  }

  #list(title: string, names: readonly string[], words: Readonly<Record<string, Words>>): string[] {
    const width = Math.max(...names.map((name) => name.length))
    const items = names.map((name) => this.formatItem(name, width, words[name]?.[this.#language] ?? '', this))
    return this.formatItemList(title, items, this)
  }

  override styleTitle(title: string): string {
    return styleText('bold', titles[title]?.[this.#language] ?? title, { validateStream: false })
  }

  override styleUsage(usage: string): string {
    if (this.#language === 'en') return usage
    return usage.replace('[options]', '[opciones]').replace('[command]', '[comando]')
  }

  override subcommandTerm(command: Command): string {
    return command.name()
  }

  /** Of the program itself, and of no command. */
  override visibleGlobalOptions(command: Command): Option[] {
    return super.visibleGlobalOptions(command).filter(({ long }) => long !== '--version')
  }
}

/** All that a command takes. */
export function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp()
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

/**
 * A flag as commander takes it, by the name that the language has for it. Its other name, which help does not show, stands
 * where a short one would.
 */
export function flagOption(
  name: FlagName,
  { needs = [], meaning = {} }: Partial<Pick<CommandEntry, 'needs' | 'meaning'>>,
  language: Language,
): Option {
  const { alias, value, choices, usual, ...sentences } = flags[name]
  const said = {
    en: { shown: name, other: alias, value, needed: 'Required.', choices: 'One of', usual: 'Default:' },
    es: {
      shown: alias ?? name,
      other: alias && name,
      value: value && (spanishValues[value] ?? value),
      needed: 'Obligatoria.',
      choices: 'Una de',
      usual: 'Por defecto:',
    },
  }[language]
  const sentence = [
    (meaning[name] ?? sentences)[language],
    ...(choices === undefined ? [] : [`${said.choices} ${choices.join(', ')}.`]),
    ...(needs.includes(name) ? [said.needed] : []),
    ...(usual === undefined ? [] : [`${said.usual} ${typeof usual === 'object' ? usual[language] : usual}.`]),
  ]
  const option = new Option(
    `--${said.shown}${value === undefined ? '' : ` <${said.value}>`}`,
    sentence.join(' '),
  )
  if (said.other !== undefined) option.short = `--${said.other}`
  return option
}
