// Packs what a release would publish and looks at it: npm run pack:check
// Prints files and bytes of each tarball; fails if one holds what it should not, imports what it does not declare, or
// breaks a rule of publint or of arethetypeswrong.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contentProblems } from './packages/content-problems.mjs'
import { importProblems } from './packages/import-problems.mjs'
import { checkout, packPackages } from './packages/pack-packages.mjs'

const destination = mkdtempSync(join(tmpdir(), 'qbo-pack-'))
try {
  const packed = packPackages(destination)
  const row = (...cells) =>
    process.stdout.write(
      `${cells.map((cell, at) => (at === 0 ? cell.padEnd(16) : cell.padStart(14))).join('')}\n`,
    )
  row('package', 'files', 'packed', 'unpacked')
  for (const { name, files, size, unpackedSize } of packed) {
    row(name, String(files.length), kilobytes(size), kilobytes(unpackedSize))
  }
  const problems = packed.flatMap((one) =>
    [
      ...contentProblems(one),
      ...importProblems(one),
      ...judged('publint', 'publint', ['run', one.tarball, '--strict']),
      // ESM only: CommonJS gets it by require(esm), from Node 20.19 on. What resolved before there were exports is not ours.
      ...judged('@arethetypeswrong/cli', 'attw', [one.tarball, '--profile', 'esm-only', '--format', 'ascii']),
    ].map((problem) => `${one.name}: ${problem}`),
  )
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  rmSync(destination, { recursive: true, force: true })
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** A tool's own words if it has an objection. */
function judged(packageName, command, args) {
  const { resolve } = createRequire(join(checkout, 'package.json'))
  const manifestPath = join(checkout, 'node_modules', packageName, 'package.json')
  const { bin } = createRequire(import.meta.url)(manifestPath)
  const entry = resolve(
    join(checkout, 'node_modules', packageName, typeof bin === 'string' ? bin : bin[command]),
  )
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    cwd: checkout,
    encoding: 'utf8',
  })
  return status === 0 ? [] : [`${command}: ${stdout}${stderr}`]
}
