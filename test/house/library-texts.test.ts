import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const packages = fileURLToPath(new URL('../../packages/', import.meta.url))

/** What a person reads who runs the command line, and how a process is started. */
const ofTheCommandLine =
  /qbo-backfill\/src\/(?:cli|doctor|report\/words)\/|src\/bin\.ts$|page-style\.ts$|spanish-errors\.ts$/u

/** Only the command line shows what an error says in Spanish. */
const spanish = /^ *es:\s*(?:[`'][^\n]*[`'](?: \+\n\s*)?)+,?$/gmu

test('what a library says names no flag of the command line: an embedder has none', () => {
  const naming = ['qbo-backfill', 'qbo-client', 'qbo-raw-sink'].flatMap((name) =>
    readdirSync(`${packages}${name}/src`, { recursive: true, encoding: 'utf8' })
      .map((file) => `${name}/src/${file}`)
      .filter((file) => file.endsWith('.ts') && !ofTheCommandLine.test(file))
      .flatMap((file) =>
        readFileSync(packages + file, 'utf8')
          .replaceAll(spanish, '')
          .split('\n')
          .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/u.test(line) && /[\s`'"]--[a-z][a-z-]*/u.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      ),
  )
  expect(naming).toEqual([])
})
