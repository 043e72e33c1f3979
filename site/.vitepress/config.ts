import { defineConfigWithTheme, type DefaultTheme } from 'vitepress'
import { findDeadLinks } from '../dead-links.ts'
import { leadBackToEnglish } from '../english-only.ts'
import { siteLinks } from '../links.ts'
import { pages, root } from '../pages.ts'
import { sidebarOf } from '../sidebar.ts'
import { spanish, spanishSearch } from './spanish.ts'
import type { SpanishPages } from './theme/english-where-no-spanish.ts'

// Of the forge's files, such as https://example.com/you/qbo-backfill/blob/main/
const forge = process.env['SITE_FORGE']

// A table with a tick.
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#2c8a4b"/><path d="m4 8.5 3 3 5.5-7" fill="none" stroke="#fff" stroke-width="2"/></svg>',
)}`

export default defineConfigWithTheme<DefaultTheme.Config & SpanishPages>({
  title: 'qbo-backfill',
  description: 'Your whole QuickBooks Online history in your own PostgreSQL, proved complete',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: icon }]],
  srcDir: root,
  srcExclude: [
    ...['bench', 'coverage', 'demo-output', 'docs/api', 'evidence', 'examples', 'site', 'testkit'].map(
      (it) => `${it}/**`,
    ),
    'packages/*/!(README).md',
    'packages/*/*/**',
  ],
  rewrites: Object.fromEntries(pages),
  // Where the site lies below a host's root, such as /qbo-backfill/
  base: (process.env['SITE_BASE'] ?? '/') as '/',
  cleanUrls: false,
  // A build that says something else each time cannot be compared.
  lastUpdated: false,
  // Programs that a guide starts answer there.
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    config: (md) => siteLinks(md, forge),
  },
  buildEnd: ({ outDir, site }) => {
    leadBackToEnglish(outDir, site.base)
    const dead = findDeadLinks(outDir, site.base)
    if (dead.length > 0) throw new Error(`Dead links:\n${dead.join('\n')}`)
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: [
          { text: 'The first hour', link: '/guides/first-hour' },
          { text: 'Documentation', link: '/documentation' },
        ],
        sidebar: sidebarOf('docs/README.md'),
        outline: { level: [2, 3] },
      },
    },
    es: {
      label: 'Español',
      lang: 'es',
      description: 'Todo su historial de QuickBooks Online en su propio PostgreSQL, y comprobado',
      themeConfig: {
        nav: [
          { text: 'La primera hora', link: '/es/guides/first-hour' },
          { text: 'Documentación', link: '/es/documentation' },
        ],
        sidebar: sidebarOf('docs/es/README.md', ' (en inglés)'),
        ...spanish,
      },
    },
  },
  themeConfig: {
    search: { provider: 'local', options: { locales: { es: { translations: spanishSearch } } } },
    spanishPages: [...pages.values()].filter((page) => page.startsWith('es/')),
    notFound: { quote: 'There is no page here. Look for it above, or begin at the home page.' },
  },
})

/** As the forge names a heading, so that a link to one leads there in both places. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
