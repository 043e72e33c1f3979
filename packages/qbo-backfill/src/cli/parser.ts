import { Command, type OutputConfiguration } from 'commander'
import { argumentError } from './argument-error.js'
import type { CommandEntry } from './commands.js'
import { flagOption, optionsOf, TranslatedHelp } from './help.js'
import type { TypedFlags } from './input/arguments.js'
import { flags, type FlagName } from './input/flags.js'
import type { Helped } from './program.js'
import type { Language } from './words/language.js'

/** Who reads what the parser says, and where it goes. */
export interface Reader {
  readonly language: Language
  readonly output: OutputConfiguration
}

/** commander's command that speaks the reader's language, and refuses what it would let pass: a flag twice, a flag as a value. */
export class Parser extends Command {
  readonly #language: Language
  readonly #helped: Helped
  readonly #path: string

  /** @param path as it is typed after the name of the program: `trigger add` */
  constructor(path: string, helped: Helped, { language, output }: Reader) {
    super(path.split(' ').at(-1))
    this.#language = language
    this.#helped = helped
    this.#path = path
    this.description(helped[language]).configureOutput(output)
    this.helpOption('-h, --help', { en: 'Show this help.', es: 'Mostrar esta ayuda.' }[language])
    this.exitOverride((exit) => {
      if (exit.exitCode === 0) throw exit
      // commander's own words hold what it stumbled over between quotation marks; of a word too many, they do not.
      const quoted = /'(?<what>[^' ]*)/u.exec(exit.message)?.groups?.['what'] ?? ''
      const excess = this.args[this.registeredArguments.length] ?? ''
      this.#refuse(exit.code, exit.code === 'commander.excessArguments' ? excess : quoted)
    })
  }

  /** Takes a flag, and puts what is given into `taken`. */
  flag(name: FlagName, taken: TypedFlags, entry: Partial<CommandEntry> = {}): void {
    const { alias } = flags[name]
    const option = flagOption(name, entry, this.#language)
    this.addOption(option).on(`option:${option.name()}`, (value?: string) => {
      if (value === '' || value?.startsWith('--') === true)
        this.#refuse('commander.optionMissingArgument', `--${option.name()}`)
      if (taken[name] !== undefined)
        this.#refuse('repeated', alias === undefined ? `--${name}` : `--${name} (--${alias})`)
      taken[name] = value ?? true
    })
  }

  override createHelp(): TranslatedHelp {
    return new TranslatedHelp(this.#language, this.#helped)
  }

  #refuse(code: string, what: string): never {
    const flagNames = optionsOf(this).flatMap(({ short, long }) => [short ?? [], long ?? []].flat())
    const known = what.startsWith('-') ? flagNames : this.commands.map((each) => each.name())
    throw argumentError(code, { command: this.#path, what, known })
  }
}
