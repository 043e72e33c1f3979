import { expect, test } from 'vitest'
import { groups } from '../../packages/qbo-backfill/src/cli/program.js'
import { flags, type FlagEntry, type FlagName } from '../../packages/qbo-backfill/src/cli/input/flags.js'
import { cliCommands, readLine } from './cli-commands.ts'
import { allPages, codeBlocks, prose } from './page.ts'

/** `qbo-backfill …` as it stands in the blocks for a shell, and between backticks. */
function commandLinesOf(page: string): readonly string[] {
  const blocks = codeBlocks(page)
    .filter(({ language }) => ['sh', 'bash', 'console', 'yaml', 'ini', ''].includes(language))
    .flatMap(({ text }) => text.replaceAll(/\\\n\s*/gu, ' ').split('\n'))
  const spans = [...prose(page).matchAll(/`(?<span>[^`]+)`/gu)].map((match) =>
    (match.groups?.['span'] ?? '').replaceAll(/\s+/gu, ' '),
  )
  return [...blocks, ...spans].flatMap((line) =>
    [...line.matchAll(/(?:^\s*|npx |[;&|(]\s*)qbo-backfill (?<rest>[a-z][^;&|>)#]*)/gu)].map((match) =>
      (match.groups?.['rest'] ?? '').trim(),
    ),
  )
}

/** A host's own words around a line, and what stands for a value. */
function wordsOf(line: string): readonly string[] {
  return line
    .replaceAll(/"\$\([^)]*\)"|\$\([^)]*\)|"[^"]* [^"]*"/gu, 'VALUE')
    .split(/\s+/u)
    .map((word) => word.replaceAll(/^["']|["']$/gu, ''))
    .filter(
      (word) => word !== '' && word !== '$@' && word !== '…' && word !== '\\' && !/^\d?[<>]/u.test(word),
    )
}

/** Wrong is what does not exist; a text may leave out what a command needs, and a value after the last flag. */
function problemOf(line: string): string | undefined {
  const words = wordsOf(line).flatMap((word) => word.split('='))
  const [name = '', second = ''] = words
  const entry = cliCommands.find((known) => [`${name} ${second}`, name].includes(known.name))
  if (words.includes('--help') || (words.length === 1 && name in groups)) return undefined
  if (entry === undefined) return `${line}: there is no such command`
  const given = words
    .filter((word) => word !== '--config')
    .map((word, at, all) => (/^[A-Z]+$/u.test(word) ? exampleOf(all[at - 1] ?? '') : word))
  const last = words.at(-1) ?? ''
  const isCutOff = last.startsWith('--') && flags[nameOf(last)]?.value !== undefined
  const needed = (entry.needs ?? []).filter((flag) => !given.map(nameOf).includes(flag))
  const operands = entry.operands === '<ID>' && words.length === 2 ? ['1'] : []
  const more = needed.flatMap((flag) => [`--${flag}`, exampleOf(`--${flag}`)])
  try {
    if (entry.load !== undefined)
      readLine([...given, ...(isCutOff ? [exampleOf(last)] : []), ...operands, ...more], {})
    return undefined
  } catch (error) {
    return `${line}: ${(error as Error).message}`
  }
}

function nameOf(flag: string): FlagName {
  const name = flag.replace('--', '')
  const aliased = Object.entries(flags).find(([, { alias }]) => alias === name)
  return (aliased?.[0] ?? name) as FlagName
}

/** A value that the flag could have. */
function exampleOf(flag: string): string {
  const entry = flags[nameOf(flag)] as FlagEntry | undefined
  return entry?.whole !== undefined ? '1' : (entry?.choices?.[0] ?? 'VALUE')
}

test('every command line in the pages has a command that exists, and flags that it takes', () => {
  const lines = allPages().flatMap((page) => commandLinesOf(page).map((line) => ({ page, line })))
  expect(lines.length).toBeGreaterThan(30)
  const problems = lines.flatMap(({ page, line }) => {
    const problem = problemOf(line)
    return problem === undefined ? [] : [`${page}: ${problem}`]
  })
  expect(problems).toEqual([])
})

test('a command or a flag that does not exist is found', () => {
  expect(problemOf('walk --entities customers')).toContain('no such command')
  expect(problemOf('run --entities customers --form 2024-01-01')).toContain('Unknown option --form')
  expect(problemOf('trigger add --keep-runs 3')).toContain('Unknown option --keep-runs')
  expect(problemOf('trigger delete 3')).toContain('trigger delete')
})
