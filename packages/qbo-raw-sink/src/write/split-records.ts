import { stringEnd } from './string-end.js'

/**
 * Cuts the records out of a page's text, each as it was written.
 *
 * Only for a page that PostgreSQL refused: there the database cannot be asked to split it. It looks at
 * brackets and strings and at nothing else, so it takes every text whose brackets match, however deep, and
 * never decodes what it passes over.
 *
 * @returns `undefined` if the text is not JSON down to the records, such as an answer that was cut off
 */
export function splitRecords(text: string, path: readonly string[]): readonly string[] | undefined {
  let at = skipSpace(text, 0)
  for (const key of path) {
    if (text[at] !== '{') return text[at] === undefined ? undefined : []
    const value = findKey(text, at, key)
    if (value === undefined) return undefined
    if (value === 'absent') return []
    at = value
  }
  if (text[at] === '[') return elementsOf(text, at)
  if (text[at] !== '{') return text[at] === undefined ? undefined : []
  const end = valueEnd(text, at)
  return end === undefined ? undefined : [text.slice(at, end)]
}

/** Where the value of the last such key begins: of keys that repeat PostgreSQL takes the last. */
function findKey(text: string, object: number, key: string): number | 'absent' | undefined {
  let found: number | 'absent' = 'absent'
  let at = skipSpace(text, object + 1)
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at)
    if (keyEnd === undefined) return undefined
    const name = text.slice(at + 1, keyEnd - 1)
    at = skipSpace(text, keyEnd)
    if (text[at] !== ':') return undefined
    at = skipSpace(text, at + 1)
    if (name === key) found = at
    const end = valueEnd(text, at)
    if (end === undefined) return undefined
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return text[at] === '}' ? found : undefined
}

function elementsOf(text: string, array: number): readonly string[] | undefined {
  const elements: string[] = []
  let at = skipSpace(text, array + 1)
  while (at < text.length && text[at] !== ']') {
    const end = valueEnd(text, at)
    if (end === undefined || end === at) return undefined
    elements.push(text.slice(at, end))
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return text[at] === ']' ? elements : undefined
}

const structural = /["[\]{}]/g
const scalarEnd = /[,\]}\s]/g

/** The position after the value that begins at `start`; `undefined` if the text ends inside it. */
function valueEnd(text: string, start: number): number | undefined {
  if (text[start] === '"') return stringEnd(text, start)
  if (text[start] !== '{' && text[start] !== '[') return nextOf(scalarEnd, text, start) ?? text.length
  let depth = 0
  let at: number | undefined = start
  while ((at = nextOf(structural, text, at)) !== undefined) {
    const mark = text[at]
    if (mark === '"') {
      at = stringEnd(text, at)
      if (at === undefined) return undefined
      continue
    }
    depth += mark === '{' || mark === '[' ? 1 : -1
    at++
    if (depth === 0) return at
  }
  return undefined
}

function nextOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from
  return pattern.exec(text)?.index
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return at
}
