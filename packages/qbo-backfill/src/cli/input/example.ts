import type { Language } from '../words/language.js'
import { flags } from './flags.js'

/** An example as who reads the language would type it: by the names that its help lists. */
export function exampleIn(example: string, language: Language): string {
  if (language === 'en') return example
  return Object.entries(flags).reduce(
    (line, [name, { alias }]) => (alias === undefined ? line : line.replace(`--${name} `, `--${alias} `)),
    example.replace('./evidence', './evidencia'),
  )
}
