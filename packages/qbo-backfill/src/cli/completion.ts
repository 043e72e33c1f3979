import { commands, type CommandEntry } from './commands.js'
import { groups } from './program.js'
import { everyCommand, flags, flagsOf } from './input/flags.js'
import { invalid } from './words/invalid.js'
import type { Language } from './words/language.js'

/** What may come next at one place of a command line. */
interface Offer {
  /** The words before it, after the name of the program. */
  readonly after: string
  /** Each with its sentence. */
  readonly words: readonly (readonly [string, string])[]
}

const shells: Readonly<Record<string, (offers: readonly Offer[]) => string>> = { bash, zsh, fish }

/**
 * The script by which a shell completes commands, flags and the values that a flag may have.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function completionScript(shell: string, language: Language): string {
  const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined
  if (script !== undefined) return script(offersIn(language))
  const known = Object.keys(shells).join(', ')
  throw invalid({
    en: `Unknown shell "${shell}". Known: ${known}.`,
    es: `No se conoce el shell "${shell}". Se conocen: ${known}.`,
  })
}

function offersIn(language: Language): readonly Offer[] {
  const single = commands.filter(({ name }) => !name.includes(' '))
  const described = [...single.map((each) => [each.name, each[language]] as const), ...groupsIn(language)]
  return [
    { after: '', words: described },
    ...Object.keys(groups).map((group) => ({ after: group, words: wordsOf(group, language) })),
    ...commands.map((entry) => ({ after: entry.name, words: flagsIn(entry, language) })),
  ]
}

function groupsIn(language: Language): readonly (readonly [string, string])[] {
  return Object.entries(groups).map(([name, words]) => [name, words[language]])
}

function wordsOf(group: string, language: Language): readonly (readonly [string, string])[] {
  return commands
    .filter(({ name }) => name.startsWith(`${group} `))
    .map((entry) => [entry.name.slice(group.length + 1), entry[language]])
}

/** In Spanish by the names that help shows. */
function flagsIn(entry: CommandEntry, language: Language): readonly (readonly [string, string])[] {
  return [...flagsOf(entry), ...everyCommand].map((name) => {
    const { alias } = flags[name]
    const shown = language === 'es' && alias !== undefined ? alias : name
    return [`--${shown}`, entry.meaning?.[name]?.[language] ?? flags[name][language]]
  })
}

/** Flags whose values are known, with these. */
const choices = Object.entries(flags).flatMap(([name, flag]) =>
  flag.choices === undefined ? [] : [[`--${name}`, flag.choices.join(' ')] as const],
)

const files = Object.entries(flags).flatMap(([name, { value }]) =>
  value === 'FILE' || value === 'DIR' ? [`--${name}`] : [],
)

function bash(offers: readonly Offer[]): string {
  const cases = offers.map(
    ({ after, words }) => `    '${after}') words='${words.map(([word]) => word).join(' ')}' ;;`,
  )
  return `# qbo-backfill completion bash: put into ~/.bashrc: source <(qbo-backfill completion bash)
_qbo_backfill() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} first=\${COMP_WORDS[1]} second=\${COMP_WORDS[2]} at words
  case $prev in
${choices.map(([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W '${words}' -- "$cur")); return ;;`).join('\n')}
    ${files.join('|')}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  case $first in
    ${Object.keys(groups).join('|')}) at=$first; ((COMP_CWORD > 2)) && at="$first $second" ;;
    *) ((COMP_CWORD > 1)) && at=$first ;;
  esac
  case $at in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _qbo_backfill qbo-backfill
`
}

function zsh(offers: readonly Offer[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
  const cases = offers.map(
    ({ after, words }) =>
      `    '${after}') offers=(${words.map(([word, says]) => quoted(`${word}:${says.replaceAll(':', '\\:')}`)).join(' ')}) ;;`,
  )
  return `#compdef qbo-backfill
# put into ~/.zshrc, after compinit: source <(qbo-backfill completion zsh)
_qbo_backfill() {
  local -a offers
  local at=''
  case $words[CURRENT-1] in
${choices.map(([flag, values]) => `    ${flag}) compadd ${values}; return ;;`).join('\n')}
    ${files.join('|')}) _files; return ;;
  esac
  case $words[2] in
    ${Object.keys(groups).join('|')}) at=$words[2]; ((CURRENT > 3)) && at="$words[2] $words[3]" ;;
    *) ((CURRENT > 2)) && at=$words[2] ;;
  esac
  case $at in
${cases.join('\n')}
  esac
  _describe 'qbo-backfill' offers
}
compdef _qbo_backfill qbo-backfill
`
}

function fish(offers: readonly Offer[]): string {
  const quoted = (text: string): string => `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`
  const firsts = [...(offers[0]?.words ?? [])].map(([word]) => word).join(' ')
  const groupNames = Object.keys(groups).join(' ')
  const lines = offers.flatMap(({ after, words }) => {
    const [first, second] = after.split(' ')
    const seen = [first, second].flatMap((word) => (word ? [`__fish_seen_subcommand_from ${word}`] : []))
    const isGroup = after in groups
    const others = isGroup ? words.map(([word]) => word).join(' ') : after === '' ? firsts : groupNames
    const missing = second === undefined ? [`not __fish_seen_subcommand_from ${others}`] : []
    const when = quoted([...seen, ...missing].join('; and '))
    return words.map(([word, says]) => {
      const name = word.startsWith('--') ? word.slice(2) : undefined
      if (name === undefined) return `complete -c qbo-backfill -n ${when} -f -a ${word} -d ${quoted(says)}`
      const values = choices.find(([flag]) => flag === word)?.[1]
      const takes = values === undefined ? '' : ` -x -a ${quoted(values)}`
      return `complete -c qbo-backfill -n ${when} -l ${name}${takes} -d ${quoted(says)}`
    })
  })
  return `# qbo-backfill completion fish > ~/.config/fish/completions/qbo-backfill.fish\n${lines.join('\n')}\n`
}
