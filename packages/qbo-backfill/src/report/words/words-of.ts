import type { ReportLanguage } from '../../language.js'
import { english } from './english.js'
import { spanish } from './spanish.js'
import type { EvidenceWords } from './words.js'

export function wordsOf(language: ReportLanguage): EvidenceWords {
  return language === 'es' ? spanish : english
}
