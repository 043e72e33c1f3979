import { companyName } from './company-name.js'
import type { Source } from './source.js'

/** The company's name, asked for while pages are read. */
export interface EarlyName {
  ask(signal: AbortSignal): void
  take(): Promise<string | undefined>
}

/** How long a run that is done waits for the name. */
const longestWaitMs = 10_000

/** For the head of the report: what fails here, or does not come in time, costs it no more than a name. */
export function earlyName(source: Source): EarlyName {
  const late = new AbortController()
  let asked: Promise<string | undefined> | undefined
  return {
    ask(signal) {
      asked ??= companyName(source, AbortSignal.any([signal, late.signal])).catch(() => undefined)
    },
    async take() {
      const timer = setTimeout(() => {
        late.abort()
      }, longestWaitMs)
      const name = await asked
      clearTimeout(timer)
      return name
    },
  }
}
