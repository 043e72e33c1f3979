import { englishPage } from './english-page.js'
import type { ReportLanguage } from '../../language.js'
import type { PageWords } from './page-words.js'
import { spanishPage } from './spanish-page.js'

/** Numbers, dates and colours alone: without the names of entities, which bring QuickBooks' client with them. */
export function pageOf(language: ReportLanguage): PageWords {
  return language === 'es' ? spanishPage : englishPage
}
