import { entityTitle } from '../../report/words/entity-names.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import type { Language } from '../words/language.js'

/** What a verification or a sync found, and what to do: as the report says it, or from its facts in Spanish. */
export function findingsIn(
  { entities }: VerifyReport | SyncReport,
  kind: 'verify' | 'sync',
  language: Language,
): readonly string[] {
  if (language === 'en') return entities.flatMap(({ findings }) => findings)
  const { message, actions } = wordsOf(language)[kind]
  return entities
    .flatMap(({ checks }) => checks)
    .map((check) => `${ofEntity(check.entity, message(check))} ${actions[check.name] ?? ''}`.trimEnd())
}

/** In Spanish a sentence goes on in small letters behind a colon, but for a name such as QuickBooks. */
export function ofEntity(entity: string, sentence: string): string {
  const said = sentence.replace(/^\p{Lu}(?=\p{Ll}*[ ,])/u, (first) => first.toLowerCase())
  return `${entityTitle(entity, 'es')}: ${said}`
}
