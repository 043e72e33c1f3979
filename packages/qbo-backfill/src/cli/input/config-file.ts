import { readFileSync } from 'node:fs'
import type { Words } from '../words/language.js'
import { invalid } from '../words/invalid.js'

/**
 * Reads the JSON object of a `--config` file. Says where it is wrong by line and column, and quotes nothing: such a file
 * holds secrets.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  const text = contentOf(path)
  const problem = problemOf(text)
  if (problem !== undefined) throw invalid(whereIn(path, text.slice(0, problem.at), problem.what))
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid({
      en: `--config ${path} must hold a JSON object.`,
      es: `--config ${path} debe contener un objeto JSON.`,
    })
  return parsed as Readonly<Record<string, unknown>>
}

/** Editors of Windows begin a file with a byte order mark. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/u, '')
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code)
    throw invalid({
      en: `--config ${path} cannot be read: ${code}.`,
      es: `No se puede leer --config ${path}: ${code}.`,
    })
  }
}

const space = /[ \t\r\n]*/uy
const word =
  /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/uy

/** What may come next, as the first characters of words: v is any value, k a key. */
const afterOpening: Readonly<Record<string, string>> = { '{': 'k}', '[': 'v]' }
const afterComma: Readonly<Record<string, string>> = { '{': 'k', '[': 'v' }

/** The first word that JSON does not allow where it stands, or a number that JavaScript would round. */
function problemOf(text: string): { readonly at: number; readonly what: Words } | undefined {
  const open: string[] = []
  let allowed = 'v'
  for (let at = endOf(space, text, 0) ?? 0; at < text.length;) {
    const end = endOf(word, text, at) ?? at
    const found = text.slice(at, end)
    if (!isAllowed(found, allowed)) return { at, what: { en: 'this is not JSON.', es: 'esto no es JSON.' } }
    if (/^-?\d/u.test(found) && String(Number(found)) !== found)
      return {
        at,
        what: {
          en: 'this number would not be read as it is written. Write it in quotes.',
          es: 'este número no se leería como está escrito. Escríbalo entre comillas.',
        },
      }
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
  if (allowed === '') return undefined
  return { at: text.length, what: { en: 'the JSON ends too early.', es: 'el JSON termina antes de tiempo.' } }
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

function whereIn(path: string, before: string, what: Words): Words {
  const lines = before.split('\n')
  const column = (lines.at(-1) ?? '').length + 1
  return {
    en: `--config ${path}, line ${lines.length}, column ${column}: ${what.en}`,
    es: `--config ${path}, línea ${lines.length}, columna ${column}: ${what.es}`,
  }
}
