import { entities, findEntity } from 'qbo-client'
import { spanishEntityNames } from '../../report/words/spanish-entity-names.js'
import { suggestion } from '../../suggestion.js'
import { invalid } from '../words/invalid.js'
import type { Arguments } from './arguments.js'

const spanishGroups = { todas: 'all', transacciones: 'transactions', listas: 'lists' }
const spanishWords = new Map([...spanishEntityNames, ...Object.entries(spanishGroups)])
const bySpanish = new Map([...spanishWords].map(([word, name]) => [fold(word), name]))
const ownWords = [...Object.values(spanishGroups), ...entities.flatMap(({ name, plural }) => [name, plural])]

/**
 * Words for entities by QuickBooks' own names, where they are those that a terminal in Spanish writes; others as they are.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for one that is none, and nearly one of those.
 */
export function readEntityList(given: Arguments, flag: 'entities' | 'entity'): readonly string[] | undefined {
  return given.value(flag)?.split(',').map(ownName)
}

function ownName(word: string): string {
  const found = bySpanish.get(fold(word))
  if (found !== undefined || findEntity(word) !== undefined) return found ?? word
  const meant = suggestion(word, [...ownWords, ...spanishWords.keys()])
  if (meant === undefined || !spanishWords.has(meant)) return word
  throw invalid({
    en: `Unknown entity: ${word}; did you mean ${meant}?`,
    es: `No se conoce la entidad ${word}; ¿quiso decir ${meant}?`,
  })
}

/** Accents are often left out, and a name of several words may be typed as a table has it. */
function fold(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(/[\p{M}\s_-]/gu, '')
    .toLowerCase()
}
