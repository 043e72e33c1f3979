import { conditionOf, states, type State } from '../condition.ts'
import type { FleetState } from '../fleet-state.ts'
import { words, type Language, type Words } from '../words/words.ts'
import { tableHtml, type Judged } from './company-table.ts'
import { documentOf, escape, linkTo, mark, type View } from './html.ts'
import { monthHtml } from './month.ts'
import { eventsHtml, workersHtml } from './people.ts'
import { ago, clock } from './times.ts'

export type { View } from './html.ts'

/** How often the page renews itself. */
export const renewSeconds = 10

export interface PageParts {
  readonly state: FleetState
  readonly view: View
  /** What the reader has just done came to this. */
  readonly notice?: string | undefined
  /** The state is what was read last: the database does not answer. */
  readonly isOld?: boolean
  readonly now?: Date
}

/** The whole page: server-rendered, no script, nothing from elsewhere. */
export function renderPage({ state, view, notice, isOld = false, now = new Date() }: PageParts): string {
  const say = words[view.language]
  const judged = judge(state, say, now)
  const time = clock(state.readAt, say)
  const { show } = view
  const shown =
    show === undefined || show === 'all' ? judged : judged.filter(({ condition }) => condition.state === show)
  const parts = { say, now, resetsAt: state.month.resetsAt }
  return documentOf(
    say,
    view.language,
    `${barHtml(view, say, time)}
    ${isOld ? `<p class="banner warn" role="alert">${say.unreachable(time)}</p>` : ''}
    ${notice === undefined ? '' : `<p class="banner" role="status">${escape(notice)}</p>`}
    ${cardsHtml(judged, view, say)}
    <p>${summary(state, say, now)} <a href="#events">${say.events}</a></p>
    ${monthHtml(state.month, say)}
    ${workersHtml(state, say)}
    ${show === undefined || show === 'all' ? '' : `<p>${say.shownAlone(shown.length, say.states[show])} <a href="${linkTo(view, { show: 'all' })}">${say.all}</a></p>`}
    ${judged.length === 0 ? `<p>${say.none}</p>` : `<div class="companies ${show === undefined ? 'few' : ''}">${tableHtml(shown, parts)}</div>`}
    ${calmHtml(judged, view, say)}
    <p class="legend">${say.legend}</p>
    ${eventsHtml(state.events, say, now)}`,
  )
}

/** Those first that somebody has to look at; of one state by their names. */
export function judge({ companies }: FleetState, say: Words, now: Date): readonly Judged[] {
  const rank = ({ condition, company }: Judged): number =>
    states.indexOf(condition.state) * 2 + (company.running === null ? 1 : 0)
  return companies
    .map((company) => ({ company, condition: conditionOf(company, say, now) }))
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) || a.company.name.localeCompare(b.company.name, say.locale, { numeric: true }),
    )
}

/** Asks for the token that the page is behind. */
export function renderDoor(language: Language, isWrong = false): string {
  const say = words[language]
  return documentOf(
    say,
    language,
    `${isWrong ? `<p class="banner warn" role="alert">${say.wrongToken}</p>` : ''}<form class="door" method="post" action="/token?lang=${language}"><label>${say.token} <input type="password" name="token" autocomplete="current-password" aria-describedby="hint" required></label> <button class="button">${say.open}</button><p id="hint" class="age">${say.tokenHint}</p></form><p>${languageLink({ language, isStill: false }, say)}</p>`,
  )
}

/** A sentence where there is nothing else to see. */
export function renderMessage(language: Language, which: (say: Words) => string): string {
  const say = words[language]
  return documentOf(
    say,
    language,
    `<p class="banner warn">${which(say)}</p><p><a href="/">${say.back}</a></p>`,
  )
}

function languageLink(view: View, say: Words): string {
  const language = view.language === 'en' ? 'es' : 'en'
  return `<a href="${linkTo(view, { language })}" lang="${language}" hreflang="${language}">${say.other}</a>`
}

function barHtml(view: View, say: Words, time: string): string {
  const { isStill } = view
  const asOf = isStill ? say.asOfStill(time) : say.asOf(time, renewSeconds)
  return `<div class="top"><p class="age">${asOf} <a href="${linkTo(view, { isStill: !isStill })}">${isStill ? say.renew : say.hold}</a></p><p><a class="button" href="/connect">${say.connect}</a> ${languageLink(view, say)}</p><form method="post" action="/leave"><button class="plain">${say.leave}</button></form></div>`
}

function cardsHtml(judged: readonly Judged[], view: View, say: Words): string {
  const cards = states.map((state) => {
    const count = judged.filter(({ condition }) => condition.state === state).length
    const isShown = view.show === state
    return `<li class="${count === 0 ? 'none' : state}"><a href="${linkTo(view, { show: isShown ? undefined : state })}"${isShown ? ' aria-current="true"' : ''}><b>${count}</b>${mark(state)} ${say.states[state]}</a></li>`
  })
  return `<ul class="cards">${cards.join('')}</ul>`
}

function summary({ companies }: FleetState, say: Words, now: Date): string {
  const busy = companies.filter(({ running }) => running !== null).length
  const proofs = companies.flatMap(({ proof }) => (proof === null ? [] : [proof.at.getTime()]))
  const oldest = proofs.length === 0 ? '' : `; ${say.oldest(ago(new Date(Math.min(...proofs)), now, say))}`
  return `${say.inAll(companies.length, busy)}${oldest}.`
}

/** A phone shows those that are fine when asked. */
function calmHtml(judged: readonly Judged[], view: View, say: Words): string {
  const fine: State = 'fine'
  const calm = judged.filter(({ condition }) => condition.state === fine).length
  if (view.show !== undefined || calm === 0) return ''
  return `<p class="calm"><a href="${linkTo(view, { show: 'all' })}">${say.calm(calm)}</a></p>`
}
