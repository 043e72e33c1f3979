import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { cliCommands, type CliCommand } from './cli-commands.ts'
import { readPage, root, tableAfter } from './page.ts'

const page = readPage('docs/reference/cli.md')
const sources = (name: string): string => readFileSync(`${root}packages/qbo-backfill/src/cli/${name}`, 'utf8')

let commands: readonly CliCommand[]
beforeAll(async () => {
  commands = await cliCommands()
})

test('docs/reference/cli.md has every command, and no other', () => {
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1] ?? '')
  expect(headings.toSorted()).toEqual(commands.map(({ words }) => words).toSorted())
  for (const { command } of commands) expect(sources('main.ts')).toContain(`  ${command.name}Command,\n`)
})

test('docs/reference/cli.md has the flags of each command, those that take a value with it', () => {
  for (const { words, flags } of commands) {
    const section = page.slice(page.indexOf(`### ${words}\n`)).split(/\n#+ (?!#)/u)[0] ?? ''
    const documented = tableAfter(`${section}\n`, `### ${words}`).map(([flag = '']) =>
      flag.replaceAll('`', '').replace(/ .*/u, ' …'),
    )
    const actual = [
      ...flags.values.map((flag) => `--${flag} …`),
      ...flags.switches.map((flag) => `--${flag}`),
    ]
    expect([words, ...documented.toSorted()]).toEqual([words, ...actual.toSorted()])
    expect([words, section.includes('akes no flags of its own')]).toEqual([words, actual.length === 0])
  }
})

test('docs/reference/environment.md has every variable that the command line reads', () => {
  const declared = /environmentNames = \[(?<names>[^\]]*)\]/u.exec(sources('arguments.ts'))?.groups?.['names']
  const names = [...(declared ?? '').matchAll(/'(\w+)'/gu)].map((match) => match[1] ?? '')
  const documented = tableAfter(readPage('docs/reference/environment.md'), '# Environment').map(
    ([name = '']) => name.replaceAll('`', ''),
  )
  expect(documented.toSorted()).toEqual(names.toSorted())
})
