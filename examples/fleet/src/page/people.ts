import type { FleetState, PastEvent } from '../fleet-state.ts'
import type { Words } from '../words/words.ts'
import { escape } from './html.ts'
import { clock, moment } from './times.ts'

/** Who works, and what has happened. */
export function workersHtml({ workers }: Pick<FleetState, 'workers'>, say: Words): string {
  if (workers.length === 0)
    return `<section><h2>${say.workers(0)}</h2><p class="warn">${say.noWorkers}</p></section>`
  const lines = workers.map(({ name, companies }) => {
    const work = companies.length === 0 ? say.workerIdle : companies.join(', ')
    return `<li><b>${escape(name)}</b>: ${escape(work)}</li>`
  })
  return `<section class="workers"><h2>${say.workers(workers.length)}</h2><ul>${lines.join('')}</ul></section>`
}

export function eventsHtml(events: readonly PastEvent[], say: Words, now: Date): string {
  if (events.length === 0)
    return `<section class="events" id="events"><h2>${say.events}</h2><p>${say.noEvents}</p></section>`
  const lines = events.map((event) => {
    const isToday = now.getTime() - event.at.getTime() < 43_200_000
    const at = isToday ? clock(event.at, say).replace(/ .*/u, '') : moment(event.at, now, say)
    return `<li class="${event.kind === 'lost' || event.kind === 'stopped' ? 'loud' : ''}"><span class="age">${at}</span> ${escape(sentence(event, say))}</li>`
  })
  return `<section class="events" id="events"><h2>${say.events}</h2><ol>${lines.join('')}</ol></section>`
}

function sentence({ kind, companies, detail, worker }: PastEvent, say: Words): string {
  const said = say.past[kind](companies.join(', '), say.found[detail] ?? detail)
  return worker === '' ? said : `${said} (${say.by(worker)})`
}
