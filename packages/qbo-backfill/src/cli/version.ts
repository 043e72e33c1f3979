import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Of this package. */
export function readVersion(): string {
  const path = createRequire(import.meta.url).resolve('qbo-backfill/package.json')
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version
}
