import { CommanderError, Option, type Command as Parsed } from 'commander'
import { commands, type CommandEntry } from './commands.js'
import { groups, program as about } from './program.js'
import { completionText } from './completion.js'
import { readArguments, type Arguments, type Typed } from './input/arguments.js'
import { everyCommand, flagsOf, type FlagName } from './input/flags.js'
import { glance, languageOf, type Language } from './words/language.js'
import { Parser } from './parser.js'
import { readVersion } from './version.js'

/** A command to be run, or what help and version say. */
export type Asked =
  { readonly load: NonNullable<CommandEntry['load']>; readonly given: Arguments } | { readonly text: string }

/**
 * Reads a command line. Does nothing of what it asks for.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): Asked {
  let asked: (Typed & { readonly entry: CommandEntry }) | undefined
  let text = ''
  const program = createProgram(languageOf(glance(argv, '--language'), env), {
    writeOut: (said) => (text += said),
    found: (entry, typed) => (asked = { ...typed, entry }),
  })
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  if (asked === undefined) return { text }
  const given = readArguments(asked, asked.entry, env)
  const { load } = asked.entry
  return load === undefined ? { text: completionText(program, given.operands) } : { load, given }
}

interface Reader {
  readonly writeOut: (text: string) => void
  readonly found: (entry: CommandEntry, typed: Typed) => void
}

function createProgram(language: Language, { writeOut, found }: Reader): Parser {
  const say = {
    en: { version: 'Show the version.', help: 'Show the help of a command.' },
    es: { version: 'Mostrar la versión.', help: 'Mostrar la ayuda de un comando.' },
  }[language]
  const program = new Parser('', about, language).name('qbo-backfill')
  const taken: Partial<Record<FlagName, string | true>> = {}
  program
    .version(readVersion(), '-V, --version', say.version)
    .helpCommand('help [command]', say.help)
    .exitOverride()
    .configureOutput({ writeOut, getOutHelpWidth: () => Math.min(process.stdout.columns ?? 80, 80) })
  // Who types -v seldom wants many words.
  program
    .addOption(new Option('-v').hideHelp())
    .on('option:v', () => program.parse(['--version'], { from: 'user' }))
  for (const name of everyCommand) program.flag(name, taken)
  for (const entry of commands) {
    const [first = '', second] = entry.name.split(' ')
    const parent = second === undefined ? program : groupOf(program, first, language)
    const command = new Parser(entry.name, entry, language)
    for (const name of flagsOf(entry)) command.flag(name, taken, entry)
    if (entry.operands !== undefined) command.argument(entry.operands)
    command.action(() => found(entry, { flags: taken, operands: command.args }))
    parent.addCommand(command.copyInheritedSettings(parent))
  }
  return program
}

function groupOf(program: Parser, name: string, language: Language): Parsed {
  const known = program.commands.find((command) => command.name() === name)
  if (known !== undefined) return known
  const group = new Parser(name, groups[name] ?? about, language)
  program.addCommand(group.helpCommand(false).copyInheritedSettings(program))
  return group
}
