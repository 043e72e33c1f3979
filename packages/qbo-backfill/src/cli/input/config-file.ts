import { readFileSync } from 'node:fs'
import { BackfillError } from '../../errors.js'

/**
 * Reads the JSON object of a `--config` file. Says where it is wrong by line and column, and quotes nothing: such a file
 * holds secrets.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  const text = contentOf(path)
  const problem = problemOf(text)
  if (problem !== undefined)
    throw invalid(`--config ${path}, ${lineAndColumn(text, problem.at)}: ${problem.what}`)
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid(`--config ${path} must hold a JSON object.`)
  return parsed as Readonly<Record<string, unknown>>
}

/** Editors of Windows begin a file with a byte order mark. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/u, '')
  } catch (error) {
    throw invalid(`--config ${path} cannot be read: ${String((error as NodeJS.ErrnoException).code)}.`)
  }
}

const space = /[ \t\r\n]*/uy
const word =
  /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/uy

/** What may come next, as the first characters of words: v is any value, k a key. */
const afterOpening: Readonly<Record<string, string>> = { '{': 'k}', '[': 'v]' }
const afterComma: Readonly<Record<string, string>> = { '{': 'k', '[': 'v' }

/** The first word that JSON does not allow where it stands, or a number that JavaScript would round. */
function problemOf(text: string): { readonly at: number; readonly what: string } | undefined {
  const open: string[] = []
  let allowed = 'v'
  for (let at = endOf(space, text, 0) ?? 0; at < text.length;) {
    const end = endOf(word, text, at) ?? at
    const found = text.slice(at, end)
    if (!isAllowed(found, allowed)) return { at, what: 'this is not JSON.' }
    if (/^-?\d/u.test(found) && String(Number(found)) !== found)
      return { at, what: 'this number would not be read as it is written. Write it in quotes.' }
    if (found === '{' || found === '[') open.push(found)
    if (found === '}' || found === ']') open.pop()
    const inside = open.at(-1) ?? ''
    if (found === '{' || found === '[') allowed = afterOpening[found] ?? ''
    else if (found === ',') allowed = afterComma[inside] ?? ''
    else if (found === ':') allowed = 'v'
    else if (allowed.includes('k') && found !== '}') allowed = ':'
    else allowed = inside === '' ? '' : `,${inside === '{' ? '}' : ']'}`
    at = endOf(space, text, end) ?? end
  }
  return allowed === '' ? undefined : { at: text.length, what: 'the JSON ends too early.' }
}

function isAllowed(found: string, allowed: string): boolean {
  if (found === '') return false
  if (found.startsWith('"')) return /[kv]/u.test(allowed)
  return /^[}\],:]$/u.test(found) ? allowed.includes(found) : allowed.includes('v')
}

/** Where the pattern ends that begins here. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function lineAndColumn(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}
