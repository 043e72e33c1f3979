import { conditionOf, states } from '../condition.ts'
import type { FleetState } from '../fleet-state.ts'
import { words, type Language, type Words } from '../words/words.ts'
import { tableHtml, type Judged } from './company-table.ts'
import { documentOf, escape, linkTo, mark, type View } from './html.ts'
import { isMonthWrong, monthHtml } from './month.ts'
import { eventsHtml, isWithoutWorkers, workersHtml } from './people.ts'
import { fullMoment, nightlyTime, weeklyTime } from './times.ts'

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

/** The whole page: server-rendered, no script, nothing from elsewhere. Who needs somebody first, what works by itself last. */
export function renderPage({ state, view, notice, isOld = false, now = new Date() }: PageParts): string {
  const say = words[view.language]
  const judged = judge(state, say, now)
  const time = fullMoment(state.readAt, say)
  const workers = new Set(state.workers.map(({ name }) => name))
  const parts = { say, now, resetsAt: state.month.resetsAt, workers }
  const isNoWorker = isWithoutWorkers(state)
  const isSpent = isMonthWrong(state.month)
  const companies =
    judged.length === 0
      ? `<p>${say.none}</p>`
      : `<div class="companies">${tableHtml(shownOf(judged, view), parts)}</div>`
  return documentOf(
    say,
    view.language,
    `<p class="age">${say.subtitle}</p>
    ${barHtml(view, say, time)}
    ${isOld ? `<p class="banner warn" role="alert">${say.unreachable(time)}</p>` : ''}
    ${notice === undefined ? '' : `<p class="banner" role="status">${escape(notice)}</p>`}
    ${judged.length === 0 ? '' : `<p class="sum">${summary(judged, say, now)}</p>`}
    ${isNoWorker ? workersHtml(state, say) : ''}
    ${isSpent ? monthHtml(state.month, say, now) : ''}
    ${cardsHtml(judged, view, say)}
    ${companies}
    ${calmHtml(judged, view, say)}
    ${eventsHtml(state.events, say)}
    ${isNoWorker ? '' : workersHtml(state, say)}
    ${isSpent ? '' : monthHtml(state.month, say, now)}
    <p class="legend">${say.legend(nightlyTime(now, say), weeklyTime(now, say))}</p>`,
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

/** Above a report: the way back, the other language, and what stands here for the commands that it names. */
export function reportBar(job: string, language: Language): string {
  const say = words[language]
  const other = language === 'en' ? 'es' : 'en'
  return `<nav><a href="/">${say.back}</a> · <a href="/report?job=${encodeURIComponent(job)}&amp;lang=${other}" lang="${other}" hreflang="${other}">${say.other}</a><p>${say.commands}</p></nav>`
}

function languageLink(view: View, say: Words): string {
  const language = view.language === 'en' ? 'es' : 'en'
  return `<a href="${linkTo(view, { language })}" lang="${language}" hreflang="${language}">${say.other}</a>`
}

function barHtml(view: View, say: Words, time: string): string {
  const { isStill } = view
  const asOf = isStill ? say.asOfStill(time) : say.asOf(time, renewSeconds)
  return `<div class="top"><p class="age">${asOf} <a href="${linkTo(view, { isStill: !isStill })}">${isStill ? say.renew : say.hold}</a></p><p><a href="/connect">${say.connect}</a> ${languageLink(view, say)}</p><form method="post" action="/leave"><button class="plain">${say.leave}</button></form></div>`
}

/** Each shows those of its state alone; that which does, all again. */
function cardsHtml(judged: readonly Judged[], view: View, say: Words): string {
  const cards = states.map((state) => {
    const count = judged.filter(({ condition }) => condition.state === state).length
    const said = `<b>${count}</b>${mark(state)} <span>${say.states[state]}</span>`
    if (count === 0) return `<li class="none"><div>${said}</div></li>`
    const isShown = view.show === state
    return `<li class="${state}"><a href="${linkTo(view, { show: isShown ? undefined : state })}"${isShown ? ' aria-current="true"' : ''}>${said} <u>${isShown ? say.all : say.show}</u></a></li>`
  })
  return `<ul class="cards">${cards.join('')}</ul>`
}

const dayMs = 86_400_000

/** What somebody wants to know in the morning. */
function summary(judged: readonly Judged[], say: Words, now: Date): string {
  const synced = judged.filter(({ company: { sync } }) => sync !== null && +now - +sync.at < dayMs).length
  const yours = judged.filter(({ condition }) => condition.state === 'person').length
  return `${say.lastDay(synced, judged.length)}; ${say.yourTurn(yours)}.`
}

/** Those that are fine are shown when asked. */
function shownOf(judged: readonly Judged[], { show }: View): readonly Judged[] {
  if (show === 'all') return judged
  if (show === undefined) {
    const others = judged.filter(({ condition }) => condition.state !== 'fine')
    return others.length === 0 ? judged : others
  }
  return judged.filter(({ condition }) => condition.state === show)
}

function calmHtml(judged: readonly Judged[], view: View, say: Words): string {
  const hidden = judged.length - shownOf(judged, view).length
  if (view.show !== undefined || hidden === 0) return ''
  return `<p class="calm"><a href="${linkTo(view, { show: 'all' })}">${say.calm(hidden)}</a></p>`
}
