import type { BackfillEvent, ProgressPhase } from '../../events.js'
import type { PageWords } from '../../report/words/page-words.js'
import { pageOf } from '../../report/words/page-of.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { recordsCounted } from '../../store/records-counted.js'

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
    apiCalls: (calls: string, isOne: boolean) => `${calls} API ${isOne ? 'call' : 'calls'}`,
    waits: (waits: number) => `${waits} ${waits === 1 ? 'wait' : 'waits'} for Intuit's limits`,
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
    apiCalls: (calls: string, isOne: boolean) => `${calls} ${isOne ? 'llamada' : 'llamadas'} a la API`,
    waits: (waits: number) => `${waits} ${waits === 1 ? 'espera' : 'esperas'} por los límites de Intuit`,
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
  return {
    take(event) {
      if (event.type === 'run.started') {
        // A command may run several.
        entities.clear()
        phase = 'plan'
      } else if (event.type === 'plan.created') {
        for (const [entity, expected] of Object.entries(event.expected)) {
          const before = event.alreadyRead[entity] ?? 0
          entities.set(entity, { expected, before, read: before, since: undefined })
        }
      } else if (event.type === 'segment.started') {
        const entity = entities.get(event.segment.entity)
        if (entity !== undefined) entity.since ??= now()
      } else if (event.type === 'page.written') {
        const entity = entities.get(event.segment.entity)
        if (entity !== undefined) entity.read += recordsCounted(event)
      } else if (event.type === 'throttle.waited') {
        waits += 1
      } else if (event.type === 'progress') {
        ;({ phase, apiCalls } = event)
      }
    },
    lines() {
      const whole = [
        words.phases[phase],
        words.apiCalls(number(apiCalls), apiCalls === 1),
        ...(waits === 0 ? [] : [words.waits(waits)]),
        seconds(now() - began),
      ].join(' · ')
      if (phase !== 'read') return [whole]
      const titled = [...entities].map(([name, one]) => [shownEntity(name, language), one] as const)
      const width = Math.max(...titled.map(([title]) => title.length))
      const all = titled.toSorted(([, one], [, other]) => Number(isRead(one)) - Number(isRead(other)))
      const shown = all.slice(0, mostEntities)
      const more = all.length - shown.length
      return [
        whole,
        ...shown.map(
          ([title, entity]) => `  ${title.padEnd(width)}  ${lineOf(entity, now(), { ...words, number })}`,
        ),
        ...(more === 0 ? [] : [`  ${words.more(more)}`]),
      ]
    },
  }
}

function isRead({ read, expected }: EntityProgress): boolean {
  return read >= expected
}

function lineOf(
  { expected, before, read, since }: EntityProgress,
  now: number,
  words: Pick<(typeof allWords)[Language], 'of' | 'left'> & Pick<PageWords, 'number'>,
): string {
  const { number } = words
  const share = expected === 0 ? 1 : Math.min(1, read / expected)
  const filled = Math.floor(share * barWidth)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  const rows = `${bar} ${percent}  ${number(read)} ${words.of} ${number(expected)}`
  const perSecond = since === undefined || now <= since ? 0 : ((read - before) * 1000) / (now - since)
  if (share === 1 || perSecond === 0) return rows
  return `${rows}  ${number(Math.round(perSecond))}/s  ${words.left(seconds(((expected - read) * 1000) / perSecond))}`
}

function seconds(milliseconds: number): string {
  const whole = Math.ceil(milliseconds / 1000)
  return whole < 100 ? `${whole} s` : `${Math.round(whole / 60)} min`
}
