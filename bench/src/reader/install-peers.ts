import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Installs what bench/peers/package-lock.json names, if it is not there yet. */
export function installPeers(say: (line: string) => void): void {
  // From bench/dist, where this is bundled to.
  const directory = fileURLToPath(new URL('../peers', import.meta.url))
  // npm writes this file last; it is older than the lock file when that has changed since.
  const installed = join(directory, 'node_modules', '.package-lock.json')
  const lock = join(directory, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  say('Installing the packages to measure against (once) …')
  const npm = process.env['npm_execpath']
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const result = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: directory,
    encoding: 'utf8',
    shell: npm === undefined && process.platform === 'win32',
  })
  if (result.status !== 0) throw new Error(`npm ci in bench/peers failed:\n${result.stdout}${result.stderr}`)
}
