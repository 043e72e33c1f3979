import type { Call } from '../http/call.js'

const words = {
  en: {
    question: 'Which company do you connect?',
    hint: 'This is the simulated QuickBooks. Whoever picks a company consents that the app reads it.',
  },
  es: {
    question: '¿Qué empresa conecta?',
    hint: 'Este es el QuickBooks simulado. Quien elige una empresa da permiso para que la aplicación la lea.',
  },
} as const

const style = `:root{color-scheme:light dark}
body{margin:0;font:16px/1.45 system-ui,sans-serif}main{max-width:60rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.5rem;margin:0 0 .25rem}p{margin:0 0 1rem}
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.5rem}
a{display:block;padding:.5rem .75rem;border:1px solid #808890;border-radius:.4rem;color:inherit;overflow-wrap:anywhere}
a:hover{background:#80889026}`

/** Links to the page that was asked for, each with its company; in Spanish where the browser prefers it. */
export function choicePage(call: Call, names: ReadonlyMap<string, string>): string {
  const language = /^es\b/iu.test(call.header('accept-language') ?? '') ? 'es' : 'en'
  const { question, hint } = words[language]
  const sorted = [...names].toSorted(([, a], [, b]) => a.localeCompare(b, language, { numeric: true }))
  const links = sorted.map(([realmId, name]) => {
    const target = new URL(call.url)
    target.searchParams.set('realm_id', realmId)
    return `<li><a href="${asText(target.pathname + target.search)}">${asText(name)}</a></li>`
  })
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${question}</title><style>${style}</style></head>
<body><main><h1>${question}</h1><p>${hint}</p><ul>${links.join('')}</ul></main></body></html>
`
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
