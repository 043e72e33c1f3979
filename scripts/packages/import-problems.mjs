import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'

/** Packages that the published code or its types import without a word in package.json, and the other way round. */
export function importProblems({ name, root, manifest, files }) {
  const { dependencies = {}, peerDependencies = {} } = manifest
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
  const imported = new Set(
    files
      .filter((file) => /^(?:dist|bin)\/.*\.(?:js|d\.ts)$/u.test(file))
      .flatMap((file) => importsOf(join(root, file))),
  )
  imported.delete(name)
  const used = new Set([...imported, ...[...imported].flatMap((found) => requiredPeers(root, found))])
  return [
    ...[...imported]
      .filter((found) => !declared.has(found))
      .map((found) => `imports ${found}, which package.json does not name`),
    ...[...declared]
      .filter((found) => !used.has(found))
      .map((found) => `names ${found} in package.json and never imports it`),
  ]
}

/** Packages that a file imports, statically or not. Node's own and the package's own files are left out. */
function importsOf(path) {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true)
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

/** What a dependency asks its user to install beside it: date-fns-tz is nothing without date-fns. */
function requiredPeers(root, dependency) {
  const manifest = manifestOf(root, dependency)
  const optional = manifest.peerDependenciesMeta ?? {}
  return Object.keys(manifest.peerDependencies ?? {}).filter((peer) => optional[peer]?.optional !== true)
}

/** Read from disk: many packages do not export their package.json. */
function manifestOf(root, dependency) {
  const places = createRequire(join(root, 'package.json')).resolve.paths(dependency) ?? []
  for (const place of places) {
    try {
      return JSON.parse(readFileSync(join(place, dependency, 'package.json'), 'utf8'))
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
    }
  }
  return {}
}
