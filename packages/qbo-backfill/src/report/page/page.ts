import type { Colour } from '../../verdict/colour.js'
import { escapeHtml } from './html.js'
import { pageStyle } from './page-style.js'
import type { ReportLanguage } from '../../language.js'
import type { PageWords } from '../words/page-words.js'

/** A page, whatever it is about: a statement's head, what stands below it, and what is printed under each sheet. */
export interface Page {
  readonly language: ReportLanguage
  readonly words: PageWords
  /** Text: the company, or its number. */
  readonly company: string
  /** Text under it: what was looked at. */
  readonly subtitle: string
  readonly isSandbox: boolean
  /** Undefined where nothing has a colour yet. */
  readonly status: Colour | undefined
  /** Texts of the sentence or two that all of it comes to. */
  readonly verdict: readonly string[]
  /** HTML. */
  readonly underVerdict: string
  readonly main: readonly Part[]
  /** Whether the printed page has a place to sign. */
  readonly isSigned: boolean
  readonly footer: string
  /** Texts that name the page on paper. */
  readonly printed: readonly string[]
}

/** A section of a page, by which a link to the page can lead to it. */
export interface Part {
  readonly id: string
  readonly title: string
  /** Empty where there is nothing to say. */
  readonly html: string
}

/** One self-contained page: no script, nothing loaded from anywhere; readable on a phone, on paper and aloud. */
export function pageHtml(page: Page): string {
  const { language, words, company, subtitle, isSandbox, status = 'unknown', verdict, isSigned } = page
  const parts = page.main.filter(({ html }) => html !== '')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(`${company} · ${subtitle} · ${words.status[status]}`)}</title>
<style>${pageStyle}${printedStyle(page)}</style>
</head>
<body>
<header>
<p class="kind">${words.title}${isSandbox ? ` · ${words.sandbox}` : ''}</p>
<h1>${escapeHtml(company)}</h1>
<p class="range">${escapeHtml(subtitle)}</p>
<div class="verdict ${status}"><p class="status ${status}">${words.status[status]}</p><div>${verdict.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}</div></div>
${contents(parts, words)}
${page.underVerdict}
</header>
<main>
${parts.map(({ id, html }) => `<div id="${id}">${html}</div>`).join('\n')}
${isSigned ? signBox(words) : ''}
</main>
<footer>${page.footer}</footer>
</body>
</html>
`
}

/** So few are seen at a glance. */
const mostAtAGlance = 3

/** What there is, for a phone above all, where a page is twenty screens long. */
function contents(parts: readonly Part[], { contents: label }: PageWords): string {
  if (parts.length <= mostAtAGlance) return ''
  const links = parts.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`)
  return `<nav class="contents" aria-label="${label}"><ul>${links.join('')}</ul></nav>`
}

/** Where the paper is signed; on a screen there is nothing to sign with. */
function signBox({ sign }: PageWords): string {
  const lines = sign.lines.map((line) => `<p><span></span>${line}</p>`)
  return `<section class="sign"><h2>${sign.title}</h2><div>${lines.join('')}</div></section>`
}

function printedStyle({ words, printed }: Page): string {
  const { page, of } = words.page
  return `@page { @bottom-left { content: "${printed.map(cssText).join(' · ')}"; } @bottom-right { content: "${page} " counter(page) " ${of} " counter(pages); } }`
}

/** For a string of CSS in a style element: what could end either is left out. */
function cssText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:@_-]/gu, '')
}
