import type { FleetState, PastEvent } from '../fleet-state.ts'
import type { Words } from '../words/words.ts'
import { escape } from './html.ts'
import { moment } from './times.ts'

/** A page that has just started has seen no worker start yet. */
const youngSeconds = 60

export function isWithoutWorkers({ workers, upSeconds }: FleetState): boolean {
  return workers.length === 0 && upSeconds >= youngSeconds
}

/** Who works, and what has happened. */
export function workersHtml(state: FleetState, say: Words): string {
  const { workers } = state
  if (isWithoutWorkers(state)) return `<section><p class="warn">${say.noWorkers}</p></section>`
  if (workers.length === 0) return `<section><p>${say.noWorkersYet}</p></section>`
  const lines = workers.map(({ name, companies }) => {
    const work = companies.length === 0 ? say.workerIdle : companies.join(', ')
    return `<li><b>${escape(name)}</b>: ${escape(work)}</li>`
  })
  return `<section class="workers"><h2>${say.workers(workers.length)}</h2><ul>${lines.join('')}</ul></section>`
}

export function eventsHtml(events: readonly PastEvent[], say: Words): string {
  if (events.length === 0)
    return `<section class="events" id="events"><h2>${say.events}</h2><p>${say.noEvents}</p></section>`
  const lines = events.map(
    (event) =>
      `<li class="${isLoud(event) ? 'loud' : ''}"><span class="age">${moment(event.at, say)}</span> ${escape(sentence(event, say))}</li>`,
  )
  return `<section class="events" id="events"><h2>${say.events}</h2><ol>${lines.join('')}</ol></section>`
}

/** A worker that was lost has mended itself. */
function isLoud({ kind, detail }: PastEvent): boolean {
  return kind === 'stopped' || detail === 'red'
}

/** More are counted. */
const mostNamed = 3

function sentence({ kind, companies, detail }: PastEvent, say: Words): string {
  const who = companies.length > mostNamed ? say.companies(companies.length) : companies.join(', ')
  if (kind !== 'stopped') return say.past[kind](who, say.found[detail] ?? detail)
  const isGone = detail === 'QBO_REAUTHORIZATION_REQUIRED' || detail === 'QBO_TOKEN_MISSING'
  const cause = isGone ? say.disconnected('') : say.causes[detail]
  return say.past.stopped(who, cause?.what ?? detail)
}
