import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

/** The packages that a file loads at once with all that it imports; what is imported later, or for its types, is not. */
function loadedWith(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  const packages = new Set<string>()
  if (seen.has(file)) return packages
  seen.add(file)
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^']*?from '([^']+)'/gmu,
  )) {
    if (!specifier.startsWith('.')) packages.add(specifier.split('/')[0] ?? '')
    else {
      const imported = new URL(specifier.replace(/\.js$/u, '.ts'), `file://${file}`)
      for (const found of loadedWith(fileURLToPath(imported), seen)) packages.add(found)
    }
  }
  return packages
}

const ours = (packages: ReadonlySet<string>): readonly string[] =>
  [...packages].filter((name) => !name.startsWith('node:'))

test('help and version load none of the packages that commands need', () => {
  expect(ours(loadedWith(source('bin.ts'))).toSorted()).toEqual(['commander', 'jsonc-parser', 'leven'])
})

test.each(['status', 'prune'])('%s loads a database, and nothing that asks QuickBooks', (name) => {
  const loaded = new Set([
    ...loadedWith(source('cli/main.ts')),
    ...loadedWith(source(`cli/commands/${name}.ts`)),
  ])
  expect(ours(loaded)).toContain('kysely')
  for (const needless of ['qbo-client', 'date-fns', 'date-fns-tz', 'p-queue'])
    expect(ours(loaded)).not.toContain(needless)
})
