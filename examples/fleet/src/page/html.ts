import type { State } from '../condition.ts'
import type { Language, Words } from '../words/words.ts'
import { style } from './style.ts'

/** What the reader chose to see. */
export interface View {
  readonly language: Language
  /** Only companies of this state, or all of them; else those that are not fine. */
  readonly show?: State | 'all' | undefined
  /** Whether the page does not renew itself. */
  readonly isStill: boolean
}

export function documentOf(say: Words, language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.title}</title><style>${style}</style></head>
<body><main><h1>${say.title}</h1>${body}</main></body></html>
`
}

/** The page as it is, but for what changes. */
export function linkTo(view: View, change: Partial<View>): string {
  const { language, show, isStill } = { ...view, ...change }
  const asked = [
    `lang=${language}`,
    ...(show === undefined ? [] : [`show=${show}`]),
    ...(isStill ? ['still=1'] : []),
  ]
  return `/?${asked.join('&amp;')}`
}

/** A company's name is what its owner typed. */
export function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? '')
}

const shapes: Readonly<Record<State, string>> = {
  person: '<path d="M5 5l6 6M11 5l-6 6"/>',
  soon: '<path d="M8 4v5M8 11.5v.5"/>',
  working: '',
  fine: '<path d="M4.5 8.5l2.5 2.5 4.5-5.5"/>',
}

/** Told apart by its shape; colour only helps. */
export function mark(state: State): string {
  return `<svg class="mark ${state}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/>${shapes[state]}</svg>`
}
