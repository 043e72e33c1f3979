import type { BackfillEvent, ProgressPhase } from '../../events.js'
import { pageOf } from '../../report/words/page-of.js'
import { spanishCount } from '../../report/words/spanish-page.js'
import { recordsCounted } from '../../store/records-counted.js'
import { counted } from '../../verdict/counted.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { padTo, widthOf } from './columns.js'

/** How far a command is, as its events tell. */
export interface LiveProgress {
  take(event: BackfillEvent): void
  /** As a person watches it: one line of the whole, then one for each entity that is read. */
  lines(): readonly string[]
}

interface EntityProgress {
  readonly expected: number
  /** Of earlier attempts of the same run: they say nothing of how fast this one is. */
  readonly before: number
  read: number
  since: number | undefined
}

const allWords = {
  en: {
    phases: { plan: 'Counting', read: 'Reading', prove: 'Proving', verify: 'Verifying', sync: 'Syncing' },
    apiCalls: (calls: number) => counted(calls, 'API call'),
    waits: (waits: number) => `${counted(waits, 'wait')} for Intuit's limits`,
    of: 'of',
    left: (time: string) => `${time} left`,
    more: (entities: number) => `… and ${entities} more`,
  },
  es: {
    phases: {
      plan: 'Contando',
      read: 'Leyendo',
      prove: 'Comprobando',
      verify: 'Verificando',
      sync: 'Sincronizando',
    },
    apiCalls: (calls: number) => `${spanishCount(calls, 'llamada')} a la API`,
    waits: (waits: number) => `${spanishCount(waits, 'espera')} por los límites de Intuit`,
    of: 'de',
    left: (time: string) => `faltan ${time}`,
    more: (entities: number) => `… y ${entities} más`,
  },
}

/** More would not fit on a screen. */
const mostEntities = 12
const barWidth = 12

export function createLiveProgress(language: Language = 'en', now: () => number = Date.now): LiveProgress {
  const words = allWords[language]
  const { number } = pageOf(language)
  const began = now()
  const entities = new Map<string, EntityProgress>()
  let phase: ProgressPhase = 'plan'
  let apiCalls = 0
  let waits = 0
  const lineOf = ({ expected, before, read, since }: EntityProgress): string => {
    const share = expected === 0 ? 1 : Math.min(1, read / expected)
    const bar = '█'.repeat(Math.floor(share * barWidth)).padEnd(barWidth, '░')
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    const rows = `${bar} ${percent}  ${number(read)} ${words.of} ${number(expected)}`
    const milliseconds = since === undefined ? 0 : now() - since
    const perSecond = milliseconds <= 0 ? 0 : ((read - before) * 1000) / milliseconds
    if (share === 1 || perSecond === 0) return rows
    const left = words.left(seconds(((expected - read) * 1000) / perSecond))
    return `${rows}  ${number(Math.round(perSecond))}/s  ${left}`
  }
  return {
    take(event) {
      const entity = 'segment' in event ? entities.get(event.segment.entity) : undefined
      if (event.type === 'run.started') {
        // A command may run several.
        entities.clear()
        phase = 'plan'
      } else if (event.type === 'plan.created') {
        for (const [name, expected] of Object.entries(event.expected)) {
          const before = event.alreadyRead[name] ?? 0
          entities.set(name, { expected, before, read: before, since: undefined })
        }
      } else if (event.type === 'throttle.waited') waits += 1
      else if (event.type === 'progress') ({ phase, apiCalls } = event)
      else if (entity !== undefined && event.type === 'segment.started') entity.since ??= now()
      else if (entity !== undefined && event.type === 'page.written') entity.read += recordsCounted(event)
    },
    lines() {
      const whole = [
        words.phases[phase],
        words.apiCalls(apiCalls),
        ...(waits === 0 ? [] : [words.waits(waits)]),
        seconds(now() - began),
      ].join(' · ')
      if (phase !== 'read') return [whole]
      const all = Array.from(entities, ([name, entity]) => ({
        title: shownEntity(name, language),
        ...entity,
      }))
      const width = Math.max(...all.map(({ title }) => widthOf(title)))
      const lines = all
        .toSorted((one, other) => Number(isRead(one)) - Number(isRead(other)))
        .map((entity) => `  ${padTo(entity.title, width)}  ${lineOf(entity)}`)
      const more = lines.length - mostEntities
      return [whole, ...lines.slice(0, mostEntities), ...(more > 0 ? [`  ${words.more(more)}`] : [])]
    },
  }
}

function isRead({ read, expected }: EntityProgress): boolean {
  return read >= expected
}

function seconds(milliseconds: number): string {
  const whole = Math.ceil(milliseconds / 1000)
  return whole < 100 ? `${whole} s` : `${Math.round(whole / 60)} min`
}
