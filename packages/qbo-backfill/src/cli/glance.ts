import { parseArgs } from 'node:util'
import { languageOf, type Language } from './words/language.js'

/** What must be known of a command line before it is read: also what is wrong with it is said by that. */
export interface Glance {
  readonly json: boolean
  readonly language: Language
  /** Whom `--host` names. */
  readonly host: unknown
  readonly stopOnStdinEnd: boolean
  /** All that is no flag. */
  readonly words: readonly string[]
}

/** Refuses nothing: what must be refused, the parser does. */
export function glance(argv: readonly string[], env: NodeJS.ProcessEnv): Glance {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      json: { type: 'boolean' },
      language: { type: 'string' },
      host: { type: 'string' },
      'stop-on-stdin-end': { type: 'boolean' },
    },
  })
  return {
    json: values.json !== undefined,
    language: languageOf(values.language, env),
    host: values.host,
    stopOnStdinEnd: values['stop-on-stdin-end'] !== undefined,
    words: positionals,
  }
}
