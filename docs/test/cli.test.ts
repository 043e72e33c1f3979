import { expect, test } from 'vitest'
import { everyCommand, flags, flagsOf } from '../../packages/qbo-backfill/src/cli/input/flags.js'
import { variables } from '../../packages/qbo-backfill/src/cli/input/variables.js'
import { exitWords } from '../../packages/qbo-backfill/src/cli/output/exit-words.js'
import { cliCommands } from './cli-commands.ts'
import { readPage, tableAfter } from './page.ts'

const page = readPage('docs/reference/cli.md')

test('docs/reference/cli.md has every command, and no other', () => {
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1] ?? '')
  expect(headings.toSorted()).toEqual(cliCommands.map(({ name }) => name).toSorted())
})

test('docs/reference/cli.md has the flags of each command, those that take a value with it', () => {
  for (const entry of cliCommands) {
    const { name: words } = entry
    const section = page.slice(page.indexOf(`### ${words}\n`)).split(/\n#+ (?!#)/u)[0] ?? ''
    const documented = tableAfter(`${section}\n`, `### ${words}`).map(([flag = '']) =>
      flag.replaceAll('`', '').replace(/ .*/u, ' …'),
    )
    const actual = flagsOf(entry).map((flag) => `--${flag}${flags[flag].value === undefined ? '' : ' …'}`)
    expect([words, ...documented.toSorted()]).toEqual([words, ...actual.toSorted()])
    expect([words, section.includes('akes no flags of its own')]).toEqual([words, actual.length === 0])
  }
})

test('docs/reference/environment.md has every variable that the command line reads', () => {
  const documented = tableAfter(readPage('docs/reference/environment.md'), '# Environment').map(
    ([name = '']) => name.replaceAll('`', ''),
  )
  expect(documented.toSorted()).toEqual(Object.keys(variables).toSorted())
})

test('docs/reference/cli.md has the flags that every command takes', () => {
  const documented = tableAfter(page, 'Every command takes:').map(([flag = '']) => flag.replaceAll('`', ''))
  expect(documented.map((flag) => flag.replace(/[ ,].*/u, ''))).toEqual([
    ...everyCommand.map((name) => `--${name}`),
    '--help',
  ])
})

test('help has a sentence for every exit code', () => {
  const documented = tableAfter(readPage('docs/reference/exit-codes.md'), '# Exit codes').map(
    ([code]) => code,
  )
  expect(Object.keys(exitWords)).toEqual(documented)
})
