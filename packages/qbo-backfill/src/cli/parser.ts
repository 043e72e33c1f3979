import { Command, Option, type ErrorOptions, type HelpContext } from 'commander'
import { argumentError } from './argument-error.js'
import type { CommandEntry } from './commands.js'
import type { Helped } from './program.js'
import { describeFlag, termOf, TranslatedHelp } from './help.js'
import { flags, type FlagName } from './input/flags.js'
import type { Language } from './words/language.js'

type Taken = Partial<Record<FlagName, string | true>>

/** commander's command that speaks the reader's language, and refuses what it would let pass: a flag twice, a flag as a value. */
export class Parser extends Command {
  readonly #language: Language
  readonly #helped: Helped
  readonly #path: string

  /** @param path as it is typed after the name of the program: `trigger add` */
  constructor(path: string, helped: Helped, language: Language) {
    super(path.split(' ').at(-1))
    this.#language = language
    this.#helped = helped
    this.#path = path
    this.description(helped[language])
    this.helpOption('-h, --help', { en: 'Show this help.', es: 'Mostrar esta ayuda.' }[language])
  }

  /** Takes a flag, and puts what is given into `taken`. */
  flag(name: FlagName, taken: Taken, entry: Partial<CommandEntry> = {}): void {
    const { alias } = flags[name]
    const option = new Option(termOf(name, this.#language), describeFlag(name, entry, this.#language))
    this.addOption(option).on(`option:${option.name()}`, (value?: string) => {
      if (value === '' || value?.startsWith('--') === true)
        this.#refuse('commander.optionMissingArgument', `--${name}`)
      if (taken[name] !== undefined)
        this.#refuse('repeated', alias === undefined ? `--${name}` : `--${name} (--${alias})`)
      taken[name] = value ?? true
    })
  }

  override createHelp(): TranslatedHelp {
    return new TranslatedHelp(this.#language, this.#helped)
  }

  /** commander's own words hold what it stumbled over between quotation marks; of a word too many, they do not. */
  override error(message: string, { code = '' }: ErrorOptions = {}): never {
    const quoted = /'(?:.*, )?(?<what>[^' ]*)[^']*'/u.exec(message)?.groups?.['what'] ?? ''
    const excess = this.args[this.registeredArguments.length] ?? ''
    this.#refuse(code, code === 'commander.excessArguments' ? excess : quoted)
  }

  /** Asked for it is help; where a word is missing it is an error. */
  override help(context?: HelpContext | ((text: string) => string)): never {
    if (typeof context === 'object' && context.error) this.#refuse('missingWord', '')
    return super.help(context as HelpContext)
  }

  #refuse(code: string, what: string): never {
    const help = this.createHelp()
    const options = [...help.visibleOptions(this), ...help.visibleGlobalOptions(this)]
    const flagNames = options.flatMap(({ short, long }) => [short ?? [], long ?? []].flat())
    const known = what.startsWith('-') ? flagNames : this.commands.map((each) => each.name())
    throw argumentError(code, { command: this.#path, what, known })
  }
}
