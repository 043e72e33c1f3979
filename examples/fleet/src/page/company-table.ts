import type { Action, Condition, Note } from '../condition.ts'
import type { CompanyFacts } from '../fleet-state.ts'
import type { RefusedRecord } from '../refused.ts'
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
  /** The names of those that live. */
  readonly workers: ReadonlySet<string>
}

export function tableHtml(companies: readonly Judged[], parts: TableParts): string {
  const { heads } = parts.say
  const rows = companies.map(({ company, condition }) => {
    const now = nowText(company, parts)
    const cells = [
      ['name', `${mark(condition.state)} <b>${nameHtml(company.name)}</b>`],
      ['copy', copyHtml(company, condition, parts)],
      ['sync', syncText(company, parts)],
      [now === '' ? 'now idle' : 'now', now],
      ['consent', consentText(company, parts.say)],
    ]
    return `<tr class="${condition.state}">${cells
      .map(([kind, html], index) => `<td class="${kind}" data-name="${heads[index] ?? ''}">${html}</td>`)
      .join('')}</tr>`
  })
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** A number at its end stays with the word before it. */
function nameHtml(name: string): string {
  return escape(name.replace(/ (?=\S{1,3}$)/u, '\u00A0'))
}

function copyHtml(company: CompanyFacts, { notes }: Condition, { say, now }: TableParts): string {
  const { proof } = company
  const times = (proof?.times ?? 1) > 1 && proof?.status === 'red' ? `, ${say.times(proof.times)}` : ''
  const age =
    proof === null ? '' : ` <span class="age">${say.checked(ago(proof.at, now, say))}${times}</span>`
  const also = alsoHtml(company, notes, say)
  if (notes.length > 0) return `${notes.map((note) => noteHtml(note, company, say)).join('')}${age}${also}`
  if (proof === null) return say.notYet
  // Nothing of it is noted while all of it is read again.
  if (proof.status === 'red') return `${say.readAgain}${age}${also}`
  const { notWitnessed = [], idsAlone = [] } = proof.gist ?? {}
  const accepted = acceptedOf(company, say)
  const complete = accepted === '' ? say.complete : say.completeBut(accepted)
  const witness = (
    [
      [notWitnessed, say.notWitnessed],
      [idsAlone, say.idsAlone],
    ] as const
  )
    .filter(([entities]) => entities.length > 0)
    .map(
      ([entities, said]) => ` <span class="age">${escape(said(entities.map(say.several).join(', ')))}</span>`,
    )
    .join('')
  return `${complete}${age}${witness}${also}`
}

/** What is there of every company, whatever is noted of it: what its newest proof found, and what was accepted. */
function alsoHtml(company: CompanyFacts, notes: readonly Note[], say: Words): string {
  const { proof, isAccepted } = company
  const isLinked = notes.some(({ reportOf }) => reportOf !== undefined)
  const reportOf = proof === null || proof.gist === null || isLinked ? undefined : proof.jobId
  const isSaid = notes.length === 0 && acceptedOf(company, say) !== ''
  const without = isAccepted && !isSaid ? ` <span class="age">${say.goesWithout}</span>` : ''
  const actions = isAccepted ? (['reopen'] as const) : []
  return (
    without + pressHtml({ actions, ...(reportOf === undefined ? {} : { reportOf }) }, company, say, ' also')
  )
}

/** `1 invoice`: what the newest proof did without. */
function acceptedOf({ proof }: CompanyFacts, say: Words): string {
  const entities = proof?.gist?.entities ?? []
  return entities
    .filter(({ remark, missing }) => remark === 'accepted' && missing > 0)
    .map(({ missing, entity }) => say.records(missing, entity))
    .join(', ')
}

/** So many records are named, the others are in the report. */
const mostNamed = 5

/** What happened, to which records, what to do, and what to press for it. */
function noteHtml(note: Note, company: CompanyFacts, say: Words): string {
  const { what, todo, refused = [] } = note
  const records = refused.slice(0, mostNamed).map((each) => recordHtml(each, say))
  const more = refused.length - records.length
  const list =
    records.length === 0
      ? ''
      : `<ul class="records">${records.join('')}${more > 0 ? `<li>${say.more(more)}</li>` : ''}</ul>`
  return `<p class="note"><strong>${escape(what)}</strong>${list === '' ? ` ${escape(todo)}` : ''}</p>${list}${list === '' ? '' : `<p class="note">${escape(todo)}</p>`}${pressHtml(note, company, say)}`
}

function recordHtml({ entity, record, madeAt, reason, link }: RefusedRecord, say: Words): string {
  const called =
    record === null
      ? say.madeAt(entity, madeAt === null ? '–' : moment(new Date(madeAt), say))
      : say.record(entity, record)
  const open = link === undefined ? '' : ` <a href="${escape(link)}" rel="noreferrer">${say.openIt}</a>`
  return `<li><b>${escape(called)}</b><br>${escape(say.reason(reason))}${open}</li>`
}

function pressHtml(
  { actions, reportOf }: Pick<Note, 'actions' | 'reportOf'>,
  { realmId, name }: CompanyFacts,
  say: Words,
  kind = '',
): string {
  const of = `<span class="hidden"> ${escape(name)}</span>`
  const realm = `<input type="hidden" name="realm" value="${escape(realmId)}">`
  const job = `<input type="hidden" name="job" value="${escape(reportOf ?? '')}">`
  const buttons: Readonly<Record<Action, string>> = {
    connect: `<a class="button" href="/connect?realm=${encodeURIComponent(realmId)}">${say.reconnect}${of}</a>`,
    again: `<form method="post" action="/again">${realm}<button>${say.again}${of}</button></form>`,
    accept: `<form method="post" action="/accept">${realm}<button>${say.accept}${of}</button></form>`,
    reopen: `<form method="post" action="/reopen">${realm}<button>${say.reopen}${of}</button></form>`,
    seen: `<form method="post" action="/seen">${job}<button>${say.seen}${of}</button></form>`,
  }
  const pressed = [
    ...actions.map((action) => buttons[action]),
    ...(reportOf === undefined
      ? []
      : [`<a href="/report?job=${encodeURIComponent(reportOf)}">${say.report}${of}</a>`]),
  ]
  return pressed.length === 0 ? '' : `<div class="press${kind}">${pressed.join(' ')}</div>`
}

function syncText({ sync }: CompanyFacts, { say, now }: TableParts): string {
  return sync === null ? say.never : ago(sync.at, now, say)
}

function nowText({ running, waiting }: CompanyFacts, { say, now, resetsAt, workers }: TableParts): string {
  const task = (name: string): string => say.tasks[name] ?? escape(name)
  if (running !== null)
    return workers.has(running.worker)
      ? `<span class="busy">${task(running.task)} …</span>`
      : `${task(running.task)}: ${say.orphaned}`
  if (waiting === null) return ''
  if (waiting.until.getTime() <= now.getTime()) return say.queued(task(waiting.task))
  // The month's budget, of which the job says so itself.
  if (waiting.error?.includes('API calls') === true)
    return say.waitsForCalls(task(waiting.task), pacificDay(resetsAt, say))
  // Without an error it gathers what webhooks announce, some seconds.
  if (waiting.error === null) return say.queued(task(waiting.task))
  return say.waits(task(waiting.task), moment(waiting.until, say))
}

/** Any use renews it: the days count where it comes near. */
function consentText({ isConnected, daysLeft }: CompanyFacts, say: Words): string {
  if (!isConnected) return say.noConsent
  return daysLeft === null || daysLeft >= 14 ? say.isConnected : say.days(daysLeft)
}
