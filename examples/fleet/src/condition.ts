import type { CompanyFacts, Found } from './fleet-state.ts'
import type { RefusedRecord } from './refused.ts'
import { nightlyTime, weeklyTime } from './page/times.ts'
import type { Said, Words } from './words/words.ts'

/** What a company asks of the reader, the most urgent first: the order of the page. Each company is in one of them. */
export const states = ['person', 'soon', 'working', 'fine'] as const
export type State = (typeof states)[number]

/** What the reader can press. */
export type Action = 'connect' | 'again' | 'accept' | 'reopen' | 'seen'

export interface Note extends Said {
  readonly actions: readonly Action[]
  /** The records that it is about. */
  readonly refused?: readonly RefusedRecord[]
  /** The job whose report says more. */
  readonly reportOf?: string
}

export interface Condition {
  readonly state: State
  /** Why it is not fine. */
  readonly notes: readonly Note[]
}

const dayMs = 86_400_000
/** A proof comes every week, changes every night. Past the first number somebody should look, past the second must. */
const proofDays = { soon: 8, person: 15 }
const changesHours = 36
/** Consents are renewed by every use; one that comes this near was not used. */
const consentDays = 14
/** The consent is gone, or another one is needed. */
const goneCodes = ['QBO_REAUTHORIZATION_REQUIRED', 'QBO_TOKEN_MISSING']
const consentCodes = [...goneCodes, 'QBO_FORBIDDEN', 'QBO_TOKENS_UNREADABLE']

/** Decides what a company asks of the reader, says why, and says what to do. */
export function conditionOf(company: CompanyFacts, say: Words, now: Date): Condition {
  const isRead = isReadAgain(company, now)
  const urgent = [
    consentLost(company, say),
    stopped(company, say),
    // What it lacks now is found out just now.
    isRead ? undefined : lacking(company, say),
    veryOld(company, say, now),
  ]
  const soon = [
    consentEnds(company, say),
    remarks(company, say),
    old(company, say, now),
    behind(company, say, now),
  ]
  const [person, later] = [urgent, soon].map((notes) => notes.filter((note) => note !== undefined))
  const notes = [...(person ?? []), ...(later ?? [])]
  if (person !== undefined && person.length > 0) return { state: 'person', notes }
  if (notes.length > 0) return { state: 'soon', notes }
  return { state: company.proof === null || isRead ? 'working' : 'fine', notes }
}

/** Whether all of a company that lacks something is read again, now or within a minute. */
function isReadAgain({ proof, running, waiting }: CompanyFacts, now: Date): boolean {
  const isDue = waiting !== null && waiting.error === null && waiting.until.getTime() - now.getTime() < 60_000
  const task = running?.task ?? (isDue ? waiting.task : undefined)
  return proof?.status === 'red' && (task === 'backfill' || task === 'verify')
}

type Finding = Note | undefined

function consentLost({ name, isConnected, daysLeft }: CompanyFacts, say: Words): Finding {
  if (!isConnected) return { ...say.disconnected(name), actions: ['connect'] }
  return daysLeft !== null && daysLeft < 1 ? { ...say.endsToday(name), actions: ['connect'] } : undefined
}

function consentEnds({ name, isConnected, daysLeft }: CompanyFacts, say: Words): Finding {
  const isNear = isConnected && daysLeft !== null && daysLeft >= 1 && daysLeft < consentDays
  return isNear ? { ...say.endsSoon(name, daysLeft), actions: ['connect'] } : undefined
}

function stopped({ name, isConnected, stopped: job }: CompanyFacts, say: Words): Finding {
  // Whoever connects it again wakes what stopped.
  if (job === null || !isConnected) return undefined
  const code = codeOf(job.error)
  if (goneCodes.includes(code)) return { ...say.disconnected(name), actions: ['connect'] }
  const said = say.causes[code] ?? say.stopped(say.tasks[job.task] ?? job.task, job.error)
  return { ...said, actions: [consentCodes.includes(code) ? 'connect' : 'again'] }
}

/** `CODE: message`, as the worker keeps it. */
function codeOf(error: string): string {
  return /^[A-Z][A-Z_]+(?=: )/u.exec(error)?.[0] ?? ''
}

function lacking(company: CompanyFacts, say: Words): Finding {
  const found = newest(company)
  if (found?.status !== 'red') return undefined
  const { refused } = company
  const entities = found.gist?.entities ?? []
  const missing = entities.filter((one) => one.missing > 0)
  const what =
    missing.length > 0
      ? say.missing(
          missing.map((one) => say.records(one.missing, one.entity)).join(', '),
          missing.reduce((count, one) => count + one.missing, 0),
        )
      : say.incomplete(namesOf(found, say))
  const todo = [
    refused.length > 0 ? say.correct : say.seeReport,
    ...(isUnloaded(company) ? [say.nothingComes] : []),
  ]
  return {
    what,
    todo: todo.join(' '),
    ...reportOf(found),
    actions: refused.length > 0 ? ['again', 'accept'] : ['again'],
    refused,
  }
}

/** No sync comes before the load has found everything. */
function isUnloaded({ proof }: CompanyFacts): boolean {
  return proof?.work === 'backfill' && proof.status === 'red'
}

function remarks(company: CompanyFacts, say: Words): Finding {
  const found = newest(company)
  if (found?.status !== 'yellow' || found.seen) return undefined
  const entities = (found.gist?.entities ?? []).filter(({ remark }) => remark !== 'accepted')
  if (entities.length === 0 && found.gist !== null) return undefined
  const isFound = entities.length > 0 && entities.every(({ remark }) => remark === 'found')
  const said = isFound
    ? say.onlyReported(
        entities.flatMap(({ entity, found: records }) => records.map((one) => say.theRecord(entity, one))),
      )
    : say.remarks(namesOf(found, say))
  return { ...said, ...reportOf(found), actions: ['seen'] }
}

/** A sync says nothing of books that were never checked, and a check says more than the syncs before it. */
function newest({ proof, sync }: CompanyFacts): Found | undefined {
  if (proof === null) return undefined
  // What a check found missing a sync cannot take back.
  const isSyncNews = sync !== null && sync.at > proof.at && worse(sync, proof)
  return isSyncNews ? sync : proof
}

function worse(one: Found, other: Found): boolean {
  const order = ['green', 'yellow', 'red']
  return order.indexOf(one.status) > order.indexOf(other.status)
}

function namesOf({ gist }: Found, say: Words): string {
  return gist === null ? '–' : gist.entities.map(({ entity }) => say.several(entity)).join(', ')
}

function reportOf({ gist, jobId }: Found): Pick<Note, 'reportOf'> {
  return gist === null ? {} : { reportOf: jobId }
}

function proofAge({ proof }: CompanyFacts, now: Date): number {
  return proof === null ? 0 : Math.floor((now.getTime() - proof.at.getTime()) / dayMs)
}

function veryOld(company: CompanyFacts, say: Words, now: Date): Finding {
  const days = proofAge(company, now)
  return days >= proofDays.person
    ? { ...say.oldProof(days, weeklyTime(now, say)), actions: ['again'] }
    : undefined
}

function old(company: CompanyFacts, say: Words, now: Date): Finding {
  const days = proofAge(company, now)
  return days >= proofDays.soon && days < proofDays.person
    ? { ...say.oldProof(days, weeklyTime(now, say)), actions: ['again'] }
    : undefined
}

function behind(company: CompanyFacts, say: Words, now: Date): Finding {
  const { proof, sync, isConnected } = company
  // Without a consent, or before it is loaded, nothing can come, which is said already.
  if (proof === null || !isConnected || isUnloaded(company)) return undefined
  const last = sync ?? proof
  const hours = Math.floor((now.getTime() - last.at.getTime()) / 3_600_000)
  return hours > changesHours ? { ...say.oldChanges(hours, nightlyTime(now, say)), actions: [] } : undefined
}
