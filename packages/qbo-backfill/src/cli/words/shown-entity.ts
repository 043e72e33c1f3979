import { spanishTitle } from '../../report/words/spanish-entity-names.js'
import type { Language } from './language.js'

/** In Spanish as a page has it; in English as it is typed. */
export function shownEntity(entity: string, language: Language): string {
  return language === 'es' ? spanishTitle(entity) : entity
}
