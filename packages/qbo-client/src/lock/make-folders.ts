import { mkdirSync, statSync, type MakeDirectoryOptions } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it, level by level: Node's recursive mkdir never ends where a file system takes no
 * folders, such as /proc, which says of each that it is missing.
 *
 * @throws {Error} what the file system says of the first that cannot be made.
 */
export function makeFolders(folder: string, options: Pick<MakeDirectoryOptions, 'mode'> = {}): void {
  if (isFolder(folder)) return
  if (dirname(folder) !== folder) makeFolders(dirname(folder), options)
  try {
    mkdirSync(folder, options)
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(folder)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
