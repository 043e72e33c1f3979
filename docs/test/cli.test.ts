import { expect, test } from 'vitest'
import { everyCommand, flags, flagsOf } from '../../packages/qbo-backfill/src/cli/input/flags.js'
import { variables } from '../../packages/qbo-backfill/src/cli/input/variables.js'
import { exitWords } from '../../packages/qbo-backfill/src/cli/output/exit-words.js'
import { cliCommands } from './cli-commands.ts'
import { tableAfter } from './page.ts'
import { readReference, references } from './reference-pages.ts'

test.each(references)('cli.md of $folder has every command, and no other', (language) => {
  const page = readReference(language, 'cli.md')
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map((match) => match[1] ?? '')
  expect(headings.toSorted()).toEqual(cliCommands.map(({ name }) => name).toSorted())
})

test.each(references)(
  'cli.md of $folder has the flags of each command, those that take a value with it',
  (language) => {
    const page = readReference(language, 'cli.md')
    for (const entry of cliCommands) {
      const { name: words } = entry
      const section = page.slice(page.indexOf(`### ${words}\n`)).split(/\n#+ (?!#)/u)[0] ?? ''
      const documented = tableAfter(`${section}\n`, `### ${words}`).map(([flag = '']) =>
        flag.replaceAll('`', '').replace(/ .*/u, ' …'),
      )
      const actual = flagsOf(entry).map((flag) => `--${flag}${flags[flag].value === undefined ? '' : ' …'}`)
      expect([words, ...documented.toSorted()]).toEqual([words, ...actual.toSorted()])
      expect([words, section.includes(language.noFlags)]).toEqual([words, actual.length === 0])
    }
  },
)

test.each(references)(
  'environment.md of $folder has every variable that the command line reads',
  (language) => {
    const documented = tableAfter(readReference(language, 'environment.md'), language.environment).map(
      ([name = '']) => name.replaceAll('`', ''),
    )
    expect(documented.toSorted()).toEqual(Object.keys(variables).toSorted())
  },
)

test.each(references)('cli.md of $folder has the flags that every command takes', (language) => {
  const documented = tableAfter(readReference(language, 'cli.md'), language.everyCommand).map(([flag = '']) =>
    flag.replaceAll('`', ''),
  )
  expect(documented.map((flag) => flag.replace(/[ ,].*/u, ''))).toEqual([
    ...everyCommand.map((name) => `--${name}`),
    '--help',
  ])
})

test.each(references)('help has a sentence for every exit code of $folder', (language) => {
  const documented = tableAfter(readReference(language, 'exit-codes.md'), language.exitCodes).map(
    ([code]) => code,
  )
  expect(Object.keys(exitWords)).toEqual(documented)
})
