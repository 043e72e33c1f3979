import { parseArgs } from 'node:util'
import { readConfigFile } from './input/config-file.js'
import { languageOf, type Language } from './words/language.js'

const options = {
  config: { type: 'string' },
  json: { type: 'boolean' },
  language: { type: 'string' },
  host: { type: 'string' },
  'stop-on-stdin-end': { type: 'boolean' },
} as const

/** What is given of each; undefined where it is not. */
export interface Glance extends Readonly<Partial<Record<keyof typeof options, unknown>>> {
  readonly language: Language
  /** All that is no flag. */
  readonly words: readonly string[]
}

/**
 * What must be known of a command line before it is read: also what is wrong with it is said by that. Refuses nothing,
 * since what must be refused, the parser does.
 */
export function glance(argv: readonly string[], env: NodeJS.ProcessEnv): Glance {
  const { values, positionals } = parseArgs({ args: [...argv], strict: false, options })
  const all = { ...settingsIn(values.config), ...values }
  return { ...all, language: languageOf(all.language, env), words: positionals }
}

/** Nothing of a file that cannot be read. */
function settingsIn(path: unknown): Readonly<Partial<Record<keyof typeof options, unknown>>> {
  try {
    return typeof path === 'string' ? readConfigFile(path) : {}
  } catch {
    return {}
  }
}
