// Makes a fresh clone ready for `npm test` and `npm run demo`: installs what package-lock.json names if it is not
// there yet, then builds what changed. Plain JavaScript, since nothing is installed when it starts.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// npm writes this file last; it is older than the lock file when that has changed since.
const installed = join(root, 'node_modules', '.package-lock.json')
if (
  !existsSync(installed) ||
  statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
) {
  run('Installing the dependencies (once)', ['ci', '--no-audit', '--no-fund'])
}
const isBuilt = existsSync(join(root, 'packages', 'qbo-backfill', 'dist'))
run(isBuilt ? 'Building what changed' : 'Building (a minute or two, once)', [
  'run',
  'build',
  '--silent',
  '--',
  '--output-logs=errors-only',
])

/** Runs npm and shows its output only when it fails: the demo's own output is what a person came to see. */
function run(what, args) {
  process.stderr.write(`${what} …\n`)
  const npm = process.env['npm_execpath']
  const [command, prefix] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const result = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    maxBuffer: 64 * 1024 * 1024,
    shell: npm === undefined && process.platform === 'win32',
  })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\nnpm ${args.join(' ')} failed.\n`)
  process.exit(1)
}
