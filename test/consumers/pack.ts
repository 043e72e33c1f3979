import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packPackages } from '../../scripts/packages/pack-packages.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Paths of the tarballs, by package. */
    readonly tarballs: Readonly<Record<string, string>>
  }
}

/** Packs once what all consumers install. */
export function setup(project: TestProject): () => void {
  const destination = mkdtempSync(join(tmpdir(), 'qbo-tarballs-'))
  const packed = packPackages(destination)
  project.provide('tarballs', Object.fromEntries(packed.map(({ name, tarball }) => [name, tarball])))
  return () => rmSync(destination, { recursive: true, force: true })
}
