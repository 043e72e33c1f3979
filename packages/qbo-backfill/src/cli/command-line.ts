import { CommanderError, Option, type Command } from 'commander'
import { programVersion } from '../program-version.js'
import { commands, type CommandEntry } from './commands.js'
import { completionText } from './completion.js'
import { glance } from './glance.js'
import { readArguments, type Arguments, type Typed, type TypedFlags } from './input/arguments.js'
import { everyCommand, flagsOf } from './input/flags.js'
import { widthOfTerminal } from './output/terminal-width.js'
import { Parser, type Reader } from './parser.js'
import { groups, program as about } from './program.js'

/** A command to be run, or what help and version say. */
export type Asked =
  { readonly load: NonNullable<CommandEntry['load']>; readonly given: Arguments } | { readonly text: string }

/**
 * Reads a command line. Does nothing of what it asks for.
 *
 * @param range of the host, where the command line says none
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv, range?: TypedFlags): Asked {
  let asked: (Typed & { readonly entry: CommandEntry }) | undefined
  let text = ''
  const output = {
    writeOut: (said: string) => (text += said),
    writeErr: () => undefined,
    getOutHelpWidth: () => Math.min(widthOfTerminal(), 80),
  }
  const reader = { language: glance(argv, env).language, output }
  const program = createProgram(reader, (entry, typed) => (asked = { ...typed, entry }))
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  if (asked === undefined) return { text }
  const given = readArguments(asked, asked.entry, env, range)
  const { load } = asked.entry
  return load === undefined ? { text: completionText(program, given.operands) } : { load, given }
}

function createProgram(reader: Reader, found: (entry: CommandEntry, typed: Typed) => void): Parser {
  const words = {
    en: { version: 'Show the version.', help: 'Show the help of a command.' },
    es: { version: 'Mostrar la versión.', help: 'Mostrar la ayuda de un comando.' },
  }[reader.language]
  const taken: TypedFlags = {}
  const program = new Parser('', about, reader)
  program
    .name('qbo-backfill')
    .version(programVersion, '-V, --version', words.version)
    .helpCommand('help [command]', words.help)
  // Who types -v seldom wants many words.
  program
    .addOption(new Option('-v').hideHelp())
    .on('option:v', () => program.parse(['--version'], { from: 'user' }))
  for (const name of everyCommand) program.flag(name, taken)
  for (const entry of commands) {
    const [first = '', second] = entry.name.split(' ')
    const command = new Parser(entry.name, entry, reader)
    for (const name of flagsOf(entry)) command.flag(name, taken, entry)
    if (entry.operands !== undefined) command.argument(entry.operands)
    command.action(() => found(entry, { flags: taken, operands: command.args }))
    const parent = second === undefined ? program : groupOf(program, first, reader)
    parent.addCommand(command)
  }
  return program
}

function groupOf(program: Parser, name: string, reader: Reader): Command {
  const known = program.commands.find((command) => command.name() === name)
  if (known !== undefined) return known
  const group = new Parser(name, groups[name] ?? about, reader).helpCommand(false)
  program.addCommand(group)
  return group
}
