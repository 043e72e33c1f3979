// node packages/qbo-raw-sink/scripts/test-with-kysely.mjs 0.29 [flags of vitest]
// Runs this package's tests with another Kysely than the one in the lock file. Kysely 0.29 asks for Node 22, so it is
// no dependency here: `npm ci` on Node 20 would warn.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..')
const [version = '0.29', ...flags] = process.argv.slice(2)
const prefix = mkdtempSync(join(tmpdir(), 'kysely-'))
try {
  run('npm', [
    'install',
    '--prefix',
    prefix,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--silent',
    `kysely@${version}`,
  ])
  const root = join(prefix, 'node_modules', 'kysely')
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  process.stdout.write(`Testing qbo-raw-sink with kysely ${manifest.version}\n`)
  run('npx', ['vitest', 'run', '--config', join(packageRoot, 'vitest.kysely.config.ts'), ...flags], {
    KYSELY_ENTRY: join(root, entryOf(manifest)),
  })
} finally {
  rmSync(prefix, { recursive: true, force: true })
}

function entryOf(manifest) {
  let entry = manifest.exports['.']
  while (typeof entry === 'object') entry = entry.import ?? entry.default
  return entry
}

function run(command, args, env = {}) {
  const options = { stdio: 'inherit', env: { ...process.env, ...env }, cwd: join(packageRoot, '../..') }
  const { status } = spawnSync(command, args, { ...options, shell: process.platform === 'win32' })
  if (status !== 0) process.exitCode = 1
  if (status !== 0 && command === 'npm') throw new Error(`${command} ${args.join(' ')} failed`)
}
