import type { EnhanceAppContext } from 'vitepress'

export interface SpanishPages {
  /** Every page that there is in Spanish, such as `es/guides/mage.md`. */
  readonly spanishPages?: readonly string[]
}

/** Within the site no page is loaded anew, so that `english-only.ts` does not lead back: this does. */
export function englishWhereNoSpanish({ router, siteData }: EnhanceAppContext): void {
  router.onBeforeRouteChange = async (to) => {
    const { base, themeConfig } = siteData.value
    const [path = ''] = to.slice(base.length).split(/[?#]/u)
    if (!path.startsWith('es/')) return true
    const page = path.endsWith('/') ? `${path}index.md` : path.replace(/(?:\.html)?$/u, '.md')
    if ((themeConfig as SpanishPages).spanishPages?.includes(page) ?? true) return true
    await router.go(`${base}${to.slice(base.length + 'es/'.length)}`)
    return false
  }
}
