import { spawn } from 'node:child_process'
import type { CommandContext } from '../command.js'
import type { Words } from '../../words/language.js'
import { printable } from '../../output/printable.js'

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

/** Opens the address in this machine's browser, where it has one. Where not, nothing happens: the address is shown anyhow. */
function openBrowser(address: string): void {
  const [program, ...words] = openerOf(process.platform)
  // Over ssh and in a container there is no screen, and xdg-open would open a browser of text.
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (program === 'xdg-open' && DISPLAY === undefined && WAYLAND_DISPLAY === undefined) return
  spawn(program, [...words, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

/** Without a shell, for which an address has signs that mean something. */
function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open']
}
