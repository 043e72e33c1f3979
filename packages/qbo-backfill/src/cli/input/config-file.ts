import { readFileSync } from 'node:fs'
import { visit, type JSONVisitor } from 'jsonc-parser'
import type { Words } from '../words/language.js'
import { invalid } from '../words/invalid.js'

/**
 * Reads the JSON object of a `--config` file. Says where it is wrong by line and column, and quotes nothing: such a file
 * holds secrets. What Node says of wrong JSON quotes it, and often has no place.
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

interface Problem {
  readonly at: number
  readonly what: Words
}

const endsEarly = { en: 'the JSON ends too early.', es: 'el JSON termina antes de tiempo.' }
const noJson = { en: 'this is not JSON.', es: 'esto no es JSON.' }
const rounded = {
  en: 'this number would not be read as it is written. Write it in quotes.',
  es: 'este número no se leería como está escrito. Escríbalo entre comillas.',
}

/** The first word that JSON does not allow where it stands, or a number that JavaScript would round. */
function problemOf(text: string): Problem | undefined {
  const problems: Problem[] = []
  const end = text.trimEnd().length
  const visitor: JSONVisitor = {
    onError: (_code, at) => problems.push({ at, what: at >= end ? endsEarly : noJson }),
    onLiteralValue(value, at, length) {
      if (typeof value === 'number' && String(value) !== text.slice(at, at + length))
        problems.push({ at, what: rounded })
    },
  }
  visit(text, visitor, { disallowComments: true })
  return problems.toSorted((one, other) => one.at - other.at)[0]
}

function whereIn(path: string, before: string, what: Words): Words {
  const lines = before.split('\n')
  const column = (lines.at(-1) ?? '').length + 1
  return {
    en: `--config ${path}, line ${lines.length}, column ${column}: ${what.en}`,
    es: `--config ${path}, línea ${lines.length}, columna ${column}: ${what.es}`,
  }
}
