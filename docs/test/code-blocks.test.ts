import { dirname } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { compilerOptions } from './exported-types.ts'
import { allPages, codeBlocks, root, type CodeBlock } from './page.ts'

/** What a block may leave to its reader: these names stand for something of the reader's own. */
const leftToTheReader = `
import type { Kysely } from 'kysely'
import type { BackfillReport, Source } from 'qbo-backfill'
import type { QboClient, TokenStore } from 'qbo-client'
import type { Simulator } from 'qbo-simulator'
declare global {
  const answer: string
  const db: Kysely<unknown>
  const client: QboClient
  const source: Source
  const simulator: Simulator
  const report: BackfillReport
  const signal: AbortSignal
}
export {}
`

const languages = new Set(['ts', 'js', 'typescript', 'javascript', 'mjs'])

/** Each block is a module of its own, beside the packages, so that it resolves what a reader's program would. */
function moduleOf(block: CodeBlock, index: number): string {
  const folder = block.page.startsWith('packages/') ? dirname(block.page) : 'packages/qbo-backfill'
  return `${root}${folder}/documented-block-${index}.ts`
}

function problemsOf(blocks: readonly CodeBlock[]): readonly string[] {
  const ambient = `${root}packages/qbo-backfill/documented-names.ts`
  // A store of the reader's own, which the client's page imports.
  const ownStore = `${root}packages/qbo-client/my-store.ts`
  const files = new Map<string, string>([
    [ambient, leftToTheReader],
    [
      ownStore,
      `import type { TokenStore } from 'qbo-client'\nexport declare function myStore(): TokenStore\n`,
    ],
    ...blocks.map((block, index): [string, string] => [moduleOf(block, index), `${block.text}\nexport {}\n`]),
  ])
  const options = { ...compilerOptions(), noUnusedLocals: false, noUnusedParameters: false }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    getSourceFile: (name, target) => {
      const text = files.get(name)
      return text === undefined ? disk.getSourceFile(name, target) : ts.createSourceFile(name, text, target)
    },
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return blocks.flatMap((block, index) => {
    const file = program.getSourceFile(moduleOf(block, index))
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return found.map((diagnostic) => {
      const line = file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')
      return `${block.page}:${block.line + 1 + line}: ${message}`
    })
  })
}

/** Beside those of the pages, one that does not compile: the compiler must have looked. */
const wrong: CodeBlock = {
  page: 'README.md',
  line: 1,
  language: 'ts',
  text: `import { runBackfill } from 'qbo-backfill'\nawait runBackfill({ entities: 'customers' })\n`,
}

test('every block of TypeScript and JavaScript in the pages compiles against the packages', () => {
  const blocks = allPages()
    .flatMap(codeBlocks)
    .filter(({ language }) => languages.has(language))
  expect(blocks.length).toBeGreaterThan(8)
  expect(problemsOf([...blocks, wrong])).toEqual([expect.stringContaining('README.md:3: ')])
})

/** Comments are in the language of the page. */
function codeOf(page: string): readonly string[] {
  return codeBlocks(page).map(({ text }) => text.replaceAll(/ *(?:#|\/\/) .*$/gmu, ''))
}

test('the Spanish page on other hosts has the code of the English one', () => {
  const english = codeOf('docs/guides/other-hosts.md')
  expect(english.length).toBeGreaterThan(4)
  expect(codeOf('docs/es/guides/other-hosts.md')).toEqual(english)
})
