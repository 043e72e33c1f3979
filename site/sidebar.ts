import type { DefaultTheme } from 'vitepress'
import { pageBehind, readPage } from './pages.ts'

/**
 * The sidebar says what an index page says: a group a heading, an item a link to a page. So a page that is added there is
 * in the sidebar too.
 */
export function sidebarOf(index: string, elsewhere = ''): DefaultTheme.SidebarItem[] {
  const [, ...sections] = readPage(index).split(/^## /mu)
  return sections.map((section) => {
    const [text = ''] = section.split('\n', 1)
    const links = [...section.matchAll(/\[(?<text>[^\]]+)\]\((?<path>[^)#\s]+)\)/gu)]
    return {
      text,
      collapsed: false,
      items: links.flatMap(({ groups }) => {
        const page = pageBehind(index, groups?.['path'] ?? '')
        if (page === undefined) return []
        return [{ text: capitalised(groups?.['text'] ?? '') + foreign(page, elsewhere), link: linkTo(page) }]
      }),
    }
  })
}

function capitalised(text: string): string {
  // A package's name is written as it is.
  return text.startsWith('qbo-') ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** What is added to a page in the other language: a Spanish index leads to English pages too. */
function foreign(page: string, words: string): string {
  return words === '' || page.startsWith('es/') ? '' : words
}

function linkTo(page: string): string {
  return `/${page.replace(/(?:index)?\.md$/u, '')}`
}
