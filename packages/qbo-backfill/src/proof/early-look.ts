import { askCdc, type CdcTold } from '../compare/read-changes.js'
import { allEnded } from '../failure/all-ended.js'
import { countSettled, type CountingScope, type SettledCounts } from './count-settled.js'

/** What a proof needs of QuickBooks, and what changed behind it. */
export interface Looked {
  /** By the entity's name; of those that are absent nothing is known. */
  readonly counts: ReadonlyMap<string, SettledCounts>
  /** What CDC told behind all of them. */
  readonly changes: ToldChanges | undefined
}

export interface ToldChanges {
  /** By the entity's name. */
  readonly answers: ReadonlyMap<string, CdcTold>
  /** A moment before they were asked for. */
  readonly askedAt: Date
}

/**
 * Asks for what the proof needs before the last page is committed, so that nobody waits for it then. What fails is asked
 * for again when it is wanted.
 */
export interface EarlyLook {
  /** Counts an entity that is read in no time. */
  count(scope: CountingScope): void
  /** Counts what has not been counted just now, and asks behind it what has changed. */
  ask(scopes: readonly CountingScope[], signal: AbortSignal): void
  /** What was asked for and answered, once. */
  take(): Promise<Looked>
}

/** Older counts are made again, while there is time: what has changed since would have them made behind the last page. */
const freshMs = 60_000

interface AskedCount {
  readonly at: number
  readonly counted: Promise<SettledCounts | undefined>
}

export function earlyLook(): EarlyLook {
  const asked = new Map<string, AskedCount>()
  let told: Promise<ToldChanges | undefined> = Promise.resolve(undefined)
  const isFresh = (name: string): boolean => performance.now() - (asked.get(name)?.at ?? -Infinity) < freshMs
  const count = (scope: CountingScope): void => {
    const counted = countSettled(scope).catch(() => undefined)
    asked.set(scope.entity.name, { at: performance.now(), counted })
  }
  const changesBehindCounts = async (
    scopes: readonly CountingScope[],
    signal: AbortSignal,
  ): Promise<ToldChanges | undefined> => {
    const counts = await allEnded([...asked.values()].map(({ counted }) => counted))
    const [any] = scopes
    // The counts that are made again would be younger than it.
    if (any === undefined || counts.includes(undefined)) return undefined
    const askedAt = new Date()
    const definitions = scopes.map(({ entity }) => entity.definition)
    return { answers: await askCdc({ ...any, signal }, definitions, any.run.settledBefore), askedAt }
  }
  return {
    count,
    ask(scopes, signal) {
      for (const scope of scopes) if (!isFresh(scope.entity.name)) count({ ...scope, signal })
      told = changesBehindCounts(scopes, signal).catch(() => undefined)
    },
    async take() {
      const changes = await told
      const counts = new Map<string, SettledCounts>()
      for (const [name, { counted }] of asked) {
        const known = await counted
        if (known !== undefined) counts.set(name, known)
      }
      asked.clear()
      told = Promise.resolve(undefined)
      return { counts, changes }
    },
  }
}
