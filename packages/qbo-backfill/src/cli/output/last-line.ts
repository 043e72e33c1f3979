import type { Colour } from '../../verdict/colour.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { Language } from '../words/language.js'

/** `GREEN: 12 API calls, 3.4 s.`: the colour, what it cost, and before that whatever is said of it. */
export function lastLine(
  {
    status,
    apiCalls,
    durationMs,
  }: {
    readonly status: Colour
    readonly apiCalls: number
    readonly durationMs: number
  },
  language: Language,
  before = '',
): string {
  const seconds = (durationMs / 1000).toFixed(1)
  const calls =
    language === 'es'
      ? `${apiCalls} ${apiCalls === 1 ? 'llamada' : 'llamadas'} a la API, ${seconds.replace('.', ',')} s`
      : `${apiCalls} API ${apiCalls === 1 ? 'call' : 'calls'}, ${seconds} s`
  return `${wordsOf(language).status[status].toUpperCase()}: ${before}${calls}.`
}

/** The last cell of a row. */
export function statusCell(status: Colour, language: Language): string {
  return wordsOf(language).status[status].toLowerCase()
}
