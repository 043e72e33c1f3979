import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

/** What one file imports, types and imports on demand included. */
export interface Imports {
  /** Files of the same tree, by their paths in it. */
  readonly files: readonly string[]
  /** Packages without the path inside them; not Node's own modules. */
  readonly packages: readonly string[]
}

/** By a file's path in the tree. */
export type ImportGraph = ReadonlyMap<string, Imports>

/** Reads every TypeScript file of a tree. */
export function readImportGraph(tree: string): ImportGraph {
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.[mc]?tsx?$/.test(file))
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(tree, file), 'utf8'))]))
}

export function importsOf(file: string, source: string): Imports {
  const names = ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName)
  const isOwn = (name: string): boolean => name.startsWith('.')
  return {
    files: names
      .filter(isOwn)
      .map((name) => posix.join(posix.dirname(file), name).replace(/\.([mc]?)js$/, '.$1ts')),
    packages: names
      .filter((name) => !isOwn(name) && !name.startsWith('node:'))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
  }
}

/** Files that import each other, around to the first; one circle for each import that closes one. */
export function circlesIn(graph: ImportGraph): readonly string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, above: readonly string[]): void => {
    const since = above.indexOf(file)
    if (since >= 0) circles.push([...above.slice(since), file].join(' → '))
    if (since >= 0 || done.has(file)) return
    for (const imported of graph.get(file)?.files ?? []) visit(imported, [...above, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return circles
}
