import { openAsBlob } from 'node:fs'
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

const root = fileURLToPath(new URL('../../node_modules/', import.meta.url))

/**
 * A PGlite with nothing in it, for `loadDataDir`. To make a new one takes four seconds of CPU, to load this half of one.
 */
export async function emptyPglite(): Promise<Blob> {
  return openAsBlob(join(await readyMade(), 'archive.tar'))
}

/** Makes a directory that holds a PGlite with nothing in it, as opening a new one would. */
export async function makePgliteDirectory(directory: string): Promise<void> {
  await cp(join(await readyMade(), 'directory'), directory, { recursive: true })
}

/** Made once for this installation; the folder that holds it. */
async function readyMade(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, '@electric-sql/pglite/package.json'), 'utf8')) as {
    readonly version: string
  }
  const kept = join(root, '.cache/testkit')
  const folder = join(kept, `pglite-${version}`)
  if (
    await access(folder).then(
      () => true,
      () => false,
    )
  )
    return folder
  await mkdir(kept, { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  const pglite = await PGlite.create(join(unfinished, 'directory'))
  const archive = await pglite.dumpDataDir('none')
  await pglite.close()
  await writeFile(join(unfinished, 'archive.tar'), Buffer.from(await archive.arrayBuffer()))
  // Where another process was first, its own is there, and as good.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }))
  return folder
}
