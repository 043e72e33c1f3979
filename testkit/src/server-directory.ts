import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const memory = '/dev/shm'
/** More than the servers of a test run take at once. Containers often give 64 MiB. */
const roomBytes = 2 * 2 ** 30

/**
 * Where the files of a test's server go: into memory where there is room, since to make and drop a database is to make and
 * remove 300 files.
 */
export function serverDirectory(): string {
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize >= roomBytes ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}
