import type { CommandContext } from '../command.js'
import { printable } from '../../output/printable.js'
import { openBrowser } from './auth-browser.js'

/** DESIGN: something is said at least every 15 s. */
const repeatMs = 10_000

/** Says what a person has to do: on stderr to the person, on stdout to a host, to whom it is repeated until it is done. */
export function announce(
  { interactive, onEvent }: CommandContext,
  { text, address }: { readonly text: string; readonly address: string },
): () => void {
  if (interactive) {
    process.stderr.write(printable(`${text}:\n\n  ${address}\n\n`))
    openBrowser(address)
    return () => undefined
  }
  let seq = 0
  const say = (): void => {
    seq += 1
    onEvent({ v: 1, seq, at: new Date().toISOString(), type: 'notice', message: `${text}: ${address}` })
  }
  say()
  const timer = setInterval(say, repeatMs)
  return () => clearInterval(timer)
}
