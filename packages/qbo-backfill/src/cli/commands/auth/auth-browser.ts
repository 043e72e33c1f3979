import { spawn } from 'node:child_process'

/** Opens the address in this machine's browser, where it has one. Where not, nothing happens: the address is shown anyhow. */
export function openBrowser(address: string): void {
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
