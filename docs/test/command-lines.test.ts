import { beforeAll, expect, test } from 'vitest'
import { readArguments } from '../../packages/qbo-backfill/src/cli/arguments.ts'
import { cliCommands, type CliCommand } from './cli-commands.ts'
import { allPages, codeBlocks, prose } from './page.ts'

let commands: readonly CliCommand[]
beforeAll(async () => {
  commands = await cliCommands()
})

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
    .replaceAll(/"\$\([^)]*\)"|\$\([^)]*\)/gu, 'VALUE')
    .split(/\s+/u)
    .map((word) => word.replaceAll(/^["']|["']$/gu, ''))
    .filter(
      (word) => word !== '' && word !== '$@' && word !== '…' && word !== '\\' && !/^\d?[<>]/u.test(word),
    )
}

function problemOf(line: string): string | undefined {
  const [name = '', ...rest] = wordsOf(line)
  if (name === '--help') return undefined
  const argv = rest.flatMap((word) => word.split('=')).filter((word) => word !== '--help')
  const known = commands.filter(({ command }) => command.name === name)
  const own = known.find(({ words }) => words === `${name} ${argv[0] ?? ''}`) ?? known[0]
  if (own === undefined) return `${line}: there is no such command`
  try {
    // A value that a text leaves out after the last flag is no mistake of the text.
    const last = argv.at(-1)?.replace('--', '') ?? ''
    const argumentsGiven = own.flags.values.includes(last) ? [...argv, 'VALUE'] : argv
    readArguments(
      name,
      argumentsGiven.filter((word) => word !== '--config'),
      own.flags,
      {},
      own.command,
    )
    return undefined
  } catch (error) {
    return `${line}: ${(error as Error).message}`
  }
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
