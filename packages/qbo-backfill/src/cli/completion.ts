import type { Command } from 'commander'
import { optionsOf } from './help.js'
import { flags } from './input/flags.js'
import { invalid } from './words/invalid.js'

interface Shell {
  /** Hands the words typed so far to the program, and what it offers for the last of them to the shell. */
  readonly script: string
  /** An offer as this shell reads it: a line. */
  readonly line: (word: string, says: string) => string
}

const shells: Readonly<Record<string, Shell>> = {
  bash: {
    script: `# put into ~/.bashrc: source <(qbo-backfill completion bash)
_qbo_backfill() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(qbo-backfill completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}")" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _qbo_backfill qbo-backfill
`,
    line: (word) => word,
  },
  zsh: {
    script: `#compdef qbo-backfill
# put into ~/.zshrc, after compinit: source <(qbo-backfill completion zsh)
_qbo_backfill() {
  local -a offers=("\${(@f)$(qbo-backfill completion zsh -- "\${(@)words[2,CURRENT]}")}")
  if [[ -n $offers ]]; then _describe qbo-backfill offers; else _files; fi
}
compdef _qbo_backfill qbo-backfill
`,
    line: (word, says) => `${word}:${says}`,
  },
  fish: {
    script: `# qbo-backfill completion fish > ~/.config/fish/completions/qbo-backfill.fish
function __qbo_backfill
  set -l last (commandline -ct)
  set -l offers (qbo-backfill completion fish -- (commandline -opc)[2..] "$last")
  if count $offers >/dev/null; printf '%s\\n' $offers; else; __fish_complete_path "$last"; end
end
complete -c qbo-backfill -f -a '(__qbo_backfill)'
`,
    line: (word, says) => `${word}\t${says}`,
  },
}

/**
 * The script by which a shell completes a command line; with the words of one, what may stand in place of the last.
 * Nothing where it is a value that is not known beforehand: then the shell offers files.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function completionText(program: Command, [shell = '', ...words]: readonly string[]): string {
  const known = Object.keys(shells)
  if (!known.includes(shell))
    throw invalid({
      en: `Unknown shell "${shell}". Known: ${known.join(', ')}.`,
      es: `No se conoce el shell "${shell}". Se conocen: ${known.join(', ')}.`,
    })
  const { script, line } = shells[shell]!
  if (words.length === 0) return script
  return offersAfter(program, words.slice(0, -1))
    .map((offer) => `${line(...offer)}\n`)
    .join('')
}

function offersAfter(program: Command, words: readonly string[]): readonly (readonly [string, string])[] {
  const command = words.reduce((at, word) => at.commands.find((each) => each.name() === word) ?? at, program)
  const options = optionsOf(command)
  const last = words.at(-1) ?? ''
  const flag = options.find(({ required, short, long }) => required && [short, long].includes(last))
  if (flag !== undefined)
    return Object.entries(flags)
      .flatMap(([name, { choices = [] }]) => (name === flag.name() ? choices : []))
      .map((choice) => [choice, flag.description])
  if (command.commands.length > 0)
    return command
      .createHelp()
      .visibleCommands(command)
      .map((each) => [each.name(), each.description()])
  return options.map(({ long = '', description }) => [long, description])
}
