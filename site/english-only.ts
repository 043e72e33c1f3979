import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pages } from './pages.ts'

/** The language menu leads from each page to its Spanish one: where there is none, that address leads back to the English. */
export function leadBackToEnglish(folder: string, base: string): void {
  for (const page of pages.values()) {
    const html = page.replace(/\.md$/u, '.html')
    const spanish = join(folder, 'es', html)
    if (page.startsWith('es/') || existsSync(spanish)) continue
    mkdirSync(dirname(spanish), { recursive: true })
    writeFileSync(
      spanish,
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${html}</title>` +
        `<meta http-equiv="refresh" content="0; url=${base}${html}">` +
        `<a href="${base}${html}">${html}</a></html>\n`,
    )
  }
}
