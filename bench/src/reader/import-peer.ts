import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Loads a package from bench/peers, which is no part of our own dependencies. */
export async function importPeer(name: string): Promise<unknown> {
  // From bench/dist/readers, where this is bundled to.
  const peers = createRequire(fileURLToPath(new URL('../../peers/package.json', import.meta.url)))
  return import(pathToFileURL(peers.resolve(name)).href)
}
