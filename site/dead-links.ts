import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Links of the built site that lead to no page, no file or no heading. VitePress itself looks for pages only. */
export function findDeadLinks(folder: string, base: string): readonly string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html') && path !== '404.html')
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]))
  return pages.flatMap((page) => {
    const links = [...(texts.get(page) ?? '').matchAll(/<a [^>]*?href="(?<href>[^"]*)"/gu)]
    return links.flatMap(({ groups }) => {
      const href = groups?.['href'] ?? ''
      if (/^[a-z]+:/u.test(href)) return []
      const [path = '', anchor = ''] = href.split('#')
      const target = fileOf(page, decodeURIComponent(path), base)
      const text = texts.get(target)
      if (text === undefined) return existsSync(join(folder, target)) ? [] : [`${page}: ${href}`]
      return anchor === '' || text.includes(` id="${decodeURIComponent(anchor)}"`) ? [] : [`${page}: ${href}`]
    })
  })
}

function fileOf(page: string, path: string, base: string): string {
  if (path === '') return page
  const file = path.startsWith(base) ? path.slice(base.length) : posix.join(posix.dirname(page), path)
  if (file === '' || file.endsWith('/')) return `${file}index.html`
  return posix.extname(file) === '' ? `${file}.html` : file
}
