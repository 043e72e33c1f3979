import type { Condition, Note } from '../condition.ts'
import type { CompanyFacts } from '../fleet-state.ts'
import type { Words } from '../words/words.ts'
import { escape, mark } from './html.ts'
import { ago, moment, pacificDay } from './times.ts'

export interface Judged {
  readonly company: CompanyFacts
  readonly condition: Condition
}

export interface TableParts {
  readonly say: Words
  readonly now: Date
  readonly resetsAt: Date
}

export function tableHtml(companies: readonly Judged[], parts: TableParts): string {
  const { heads } = parts.say
  const rows = companies.map(({ company, condition }) => {
    const cells = [
      ['name', `${mark(condition.state)} <b>${escape(company.name)}</b>`],
      ['books', booksHtml(company, condition, parts)],
      ['changes', changesText(company, parts)],
      [company.running === null && company.waiting === null ? 'now idle' : 'now', nowText(company, parts)],
      ['consent', consentText(company, parts.say)],
    ]
    return `<tr class="${condition.state}">${cells
      .map(([kind, html]) => `<td class="${kind}">${html}</td>`)
      .join('')}</tr>`
  })
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function booksHtml(company: CompanyFacts, { notes }: Condition, { say, now }: TableParts): string {
  const { proof } = company
  const was = proof?.status === 'red' ? say.checked : say.proved
  const age = proof === null ? '' : ` <span class="age">${was(ago(proof.at, now, say))}</span>`
  if (notes.length > 0) return `${notes.map((note) => noteHtml(note, company, say)).join('')}${age}`
  if (proof === null) return say.notYet
  const { notWitnessed = [] } = proof.gist ?? {}
  const witness =
    notWitnessed.length === 0
      ? ''
      : ` <span class="age">${escape(say.notWitnessed(notWitnessed.join(', ')))}</span>`
  return `${say.complete}${age}${witness}`
}

/** What happened, what to do, and what to press for it. */
function noteHtml(
  { what, todo, action, reportOf }: Note,
  { realmId, name }: CompanyFacts,
  say: Words,
): string {
  const of = `<span class="hidden"> ${escape(name)}</span>`
  const company = encodeURIComponent(realmId)
  const pressed = [
    ...(reportOf === undefined
      ? []
      : [`<a href="/report?job=${encodeURIComponent(reportOf)}">${say.report}${of}</a>`]),
    ...(action === 'connect'
      ? [`<a class="button" href="/connect?realm=${company}">${say.reconnect}${of}</a>`]
      : []),
    ...(action === 'again'
      ? [
          `<form method="post" action="/again"><input type="hidden" name="realm" value="${escape(realmId)}"><button class="button">${say.again}${of}</button></form>`,
        ]
      : []),
  ]
  const press = pressed.length === 0 ? '' : `<div class="press">${pressed.join(' ')}</div>`
  return `<p class="note"><strong>${escape(what)}</strong> ${escape(todo)}</p>${press}`
}

function changesText({ proof, sync }: CompanyFacts, { say, now }: TableParts): string {
  if (sync !== null) return say.brought(ago(sync.at, now, say))
  return proof === null ? '–' : say.loaded(ago(proof.at, now, say))
}

function nowText({ running, waiting }: CompanyFacts, { say, now, resetsAt }: TableParts): string {
  const task = (name: string): string => say.tasks[name] ?? escape(name)
  if (running !== null) return `<span class="busy">${task(running.task)} …</span>`
  if (waiting === null) return say.idle
  if (waiting.until.getTime() <= now.getTime()) return say.queued(task(waiting.task))
  // The month's budget, of which the job says so itself.
  if (waiting.error?.includes('API calls') === true)
    return say.waitsForCalls(task(waiting.task), pacificDay(resetsAt, say))
  // Without an error it gathers what webhooks announce, some seconds.
  if (waiting.error === null) return say.queued(task(waiting.task))
  return say.waits(task(waiting.task), moment(waiting.until, now, say))
}

function consentText({ isConnected, daysLeft }: CompanyFacts, say: Words): string {
  if (!isConnected) return say.noConsent
  return daysLeft === null ? say.noDays : say.days(daysLeft)
}
