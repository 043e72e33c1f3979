import { cancel, log, password, select, text } from '@clack/prompts'
import { exitCodes, StopRequest } from '../../output/exit-code.js'
import { printableLine } from '../../output/printable.js'
import { bothOf } from './init-words.js'

/** What is wrong with an answer; undefined if nothing is. */
type Attempt = (answer: string) => string | undefined | Promise<string | undefined>

export interface Question {
  readonly message: string
  /** What is taken where nothing is typed. */
  readonly usual?: string
  /** Whether it must not be seen by who looks over the shoulder. */
  readonly isSecret?: boolean
}

/** Asks until the answer holds. */
export async function ask({ message, usual, isSecret }: Question, attempt: Attempt): Promise<string> {
  for (;;) {
    const given: string | symbol =
      isSecret === true
        ? await password({ message, mask: '•' })
        : await text({ message, ...(usual === undefined ? {} : { placeholder: usual, defaultValue: usual }) })
    // Who presses Enter takes what stands there.
    const answer = (answered<string | undefined>(given) ?? '').trim()
    const wrong = await attempt(answer)
    if (wrong === undefined) return answer
    log.error(printableLine(wrong))
  }
}

export async function choose<T extends string>(
  message: string,
  options: readonly { readonly value: T; readonly label: string }[],
): Promise<T> {
  return answered<string>(await select<string>({ message, options: [...options] })) as T
}

/** Ctrl+C is answered by a symbol: it ends all, and nothing is written. */
function answered<T>(given: T | symbol): T {
  if (typeof given !== 'symbol') return given
  cancel()
  throw stopped(exitCodes.interrupted)
}

/** How the command ends that is stopped before the last answer. */
export function stopped(exitCode: number): StopRequest {
  return new StopRequest(bothOf('stopped'), exitCode, bothOf('again'))
}
