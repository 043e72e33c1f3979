import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

export interface Page {
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

/** The one page, and a policy under which its own style and script run and nothing else does. */
export async function loadPage(): Promise<Page> {
  const html = await readFile(new URL('../public/page.html', import.meta.url), 'utf8')
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [
        "default-src 'none'",
        `style-src ${hashOf(html, 'style')}`,
        `script-src ${hashOf(html, 'script')}`,
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join('; '),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  }
}

function hashOf(html: string, tag: string): string {
  const content = new RegExp(`<${tag}>(.*?)</${tag}>`, 'su').exec(html)?.[1] ?? ''
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
}
