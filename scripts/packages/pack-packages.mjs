import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** In the order in which they depend on one another. */
const names = ['qbo-client', 'qbo-raw-sink', 'qbo-backfill', 'qbo-simulator']

/** Makes the tarballs that a release would publish, and tells what is in each. */
export function packPackages(destination) {
  const workspaces = names.flatMap((name) => ['--workspace', name])
  const answer = npm(['pack', '--json', '--pack-destination', destination, ...workspaces])
  const packed = JSON.parse(answer)
  return names.map((name) => {
    const { filename, files, size, unpackedSize } = packed.find((found) => found.name === name)
    const root = join(checkout, 'packages', name)
    return {
      name,
      root,
      manifest: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
      tarball: join(destination, filename),
      files: files.map((file) => file.path),
      size,
      unpackedSize,
    }
  })
}

function npm(args) {
  // Windows finds npm only through a shell; the arguments are our own words.
  const shell = process.platform === 'win32'
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: checkout, encoding: 'utf8', shell })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}`)
  return stdout
}
