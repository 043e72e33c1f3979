import type { CommandContext } from '../command.js'
import type { Words } from '../../words/language.js'
import { printable } from '../../output/printable.js'
import { openBrowser } from './auth-browser.js'

/** A host that hears nothing for a quarter of a minute may take the process for hung. */
const repeatMs = 10_000

/** Says what a person has to do: on stderr to the person, on stdout to a host, to whom it is repeated until it is done. */
export function announce(
  { given, interactive, onEvent }: CommandContext,
  text: Words,
  address: string,
): () => void {
  if (interactive) {
    process.stderr.write(printable(`${text[given.language]}:\n\n  ${address}\n\n`))
    openBrowser(address)
    return () => undefined
  }
  let seq = 0
  const say = (): void => {
    seq += 1
    onEvent({ v: 1, seq, at: new Date().toISOString(), type: 'notice', message: `${text.en}: ${address}` })
  }
  say()
  const timer = setInterval(say, repeatMs)
  return () => clearInterval(timer)
}
