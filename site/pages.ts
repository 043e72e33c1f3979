import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the pages lie: they are read where the forge shows them, and nothing is copied. */
export const root = fileURLToPath(new URL('../', import.meta.url))

const packages = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'README.md')),
)

/** Files outside docs/ that are pages too, and their places on the site. English has no prefix, Spanish `es/`. */
const elsewhere: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'README.es.md': 'es/index.md',
  'docs/README.md': 'documentation.md',
  'docs/es/README.md': 'es/documentation.md',
  'ARCHITECTURE.md': 'architecture.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security.md',
  ...Object.fromEntries(packages.map((name) => [`packages/${name}/README.md`, `packages/${name}.md`])),
}

/** Every page: where its source lies in the repository → where it stands on the site. */
export const pages: ReadonlyMap<string, string> = new Map([
  ...Object.entries(elsewhere),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => path.endsWith('.md') && !path.startsWith('api/') && !/^(?:es\/)?README\.md$/u.test(path),
    )
    .map((path): [string, string] => [`docs/${path}`, path]),
])

/** The page of the site that a link on the page `from` leads to; undefined where it leads to something else. */
export function pageBehind(from: string, path: string): string | undefined {
  const target = sourceBehind(from, path)
  const folder = existsSync(join(root, target)) && statSync(join(root, target)).isDirectory()
  return pages.get(folder ? posix.join(target, 'README.md') : target)
}

/** The file or folder of the repository that a link on the page `from` names. */
export function sourceBehind(from: string, path: string): string {
  return posix.normalize(posix.join(dirname(from), path))
}

/** What is on a page, by its path in the repository. */
export function readPage(source: string): string {
  return readFileSync(join(root, source), 'utf8')
}
