import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { pageBehind, pages, root, sourceBehind } from './pages.ts'

/** Where the source of a page of the site lies. */
const sources = new Map([...pages].map(([source, page]) => [page, source]))

type Token = ReturnType<MarkdownRenderer['parse']>[number]

/**
 * Links between pages are written as the forge follows them, by the files' places in the repository; here they become
 * those of the site. What is no page (a test, an example's file) is on the forge only: `forge` is the address of its
 * files, and without one the name stands there and leads nowhere.
 */
export function siteLinks(md: MarkdownRenderer, forge: string | undefined): void {
  md.core.ruler.push('site-links', (state) => {
    const { relativePath } = state.env as { readonly relativePath: string }
    const from = sources.get(relativePath) ?? relativePath
    for (const { children } of state.tokens) if (children !== null) rewrite(children, from, forge)
  })
}

function rewrite(tokens: Token[], from: string, forge: string | undefined): void {
  let unlinked = false
  for (const token of tokens) {
    if (token.type === 'link_close' && unlinked) {
      token.tag = 'span'
      unlinked = false
    }
    if (token.type !== 'link_open') continue
    const href = token.attrGet('href') ?? ''
    if (/^(?:[a-z]+:|#)/u.test(href)) continue
    const [path = '', anchor] = href.split('#')
    const page = pageBehind(from, path)
    const source = sourceBehind(from, path)
    if (page !== undefined) token.attrSet('href', `/${page}${anchor === undefined ? '' : `#${anchor}`}`)
    else if (!existsSync(join(root, source))) throw new Error(`${from}: the link ${href} leads nowhere`)
    else if (forge !== undefined) token.attrSet('href', `${forge}${source}`)
    else {
      token.tag = 'span'
      token.attrs = [['title', source]]
      unlinked = true
    }
  }
}
