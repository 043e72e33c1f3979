import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every page that people read, relative to the root; those that are made from the sources have no place here. */
export function allPages(): readonly string[] {
  return pagesIn('').toSorted()
}

const passedOver = new Set([
  'node_modules',
  'dist',
  'test',
  'src',
  '.git',
  'docs/api',
  'demo-output',
  'dbt_packages',
])

function pagesIn(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`
    if (passedOver.has(entry.name) || passedOver.has(path)) return []
    if (entry.isDirectory()) return pagesIn(`${path}/`)
    return /\.md$|^llms\.txt$/u.test(path) && entry.name !== 'CHANGELOG.md' ? [path] : []
  })
}

export function readPage(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8')
}

export interface CodeBlock {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a page, with the line that each begins at. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const fence = /^(?<indent> *)```(?<language>\w*)[^\n]*\n(?<text>.*?)^\k<indent>```$/gmsu
  const source = readPage(page)
  return [...source.matchAll(fence)].map((match) => ({
    page,
    line: source.slice(0, match.index).split('\n').length,
    language: match.groups?.['language'] ?? '',
    text: match.groups?.['text'] ?? '',
  }))
}

/** The lines of a page without its fenced blocks. */
export function prose(page: string): string {
  return readPage(page).replaceAll(/^ *```.*?^ *```$/gmsu, '')
}

/** The rows of the first table after a heading or comment, each as its cells; the head is left out. */
export function tableAfter(page: string, mark: string): readonly (readonly string[])[] {
  const from = page.indexOf(`${mark}\n`)
  if (from < 0) return []
  const table = /^\|.*$(?:\n\|.*$)*/mu.exec(page.slice(from + mark.length))?.[0] ?? ''
  return table
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split(/(?<!\\)\|/u)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** The names in backticks of a text, without the question mark of those that may be absent. */
export function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/gu)].map((match) => match[1] ?? '')
}
