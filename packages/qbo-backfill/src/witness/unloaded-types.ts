import { isQboError, type ReportedTransaction } from 'qbo-client'
import { addDays, daysBetween } from '../plan/civil-date.js'
import { isTransaction, type EntityRange } from '../plan/entity-range.js'
import type { ProvedEntity } from '../proof/prove.js'
import type { RunContext } from '../run/run-context.js'
import type { UnloadedTransactions, UnloadedType } from '../verdict/unloaded.js'
import { list } from './ask-reports.js'
import { rowsPerReport, type Days } from './cut-days.js'
import { hasChangedSince } from './settled-by-report.js'
import type { Witnessed } from './witness-entity.js'
import { witnessedTypes } from './witnessed-types.js'

type Listed = Pick<ReportedTransaction, 'id' | 'label'>

/**
 * Asks the report of all types once, beside the pages: what it lists, and no table holds and no reject either, is of a
 * type that nobody loads.
 */
export interface UnloadedTypes {
  ask(signal: AbortSignal): void
  /** When nothing of it is under way any more, whatever came. */
  ended(): Promise<void>
  /**
   * What no table holds now; undefined where it was not asked for, or not answered, or where rows of the run's own entities
   * are lacking that cannot be told from it.
   */
  take(judged: JudgedEntities): Promise<UnloadedTransactions | undefined>
}

/** What the run knows of its own entities by then. */
export interface JudgedEntities {
  readonly proofs: readonly Pick<ProvedEntity, 'entity' | 'proved' | 'refused'>[]
  readonly witnesses: ReadonlyMap<string, Witnessed>
}

export function unloadedTypes(
  { source, store, run }: RunContext,
  entities: readonly EntityRange[],
): UnloadedTypes {
  const days = daysToLookAt(
    entities.filter(({ name }) => witnessedTypes(name) !== undefined),
    (name) => run.totals[name]?.expected ?? 0,
  )
  let asked: Promise<readonly Listed[] | undefined> = Promise.resolve(undefined)
  return {
    ask(signal) {
      if (days === undefined || source.transactionList === undefined) return
      const question = { types: 'any', ...days, multicurrency: false } as const
      asked = collect(list({ source, signal }, question), run.settledBefore).catch((error: unknown) => {
        // Nothing of a run hangs on it: a report that is refused says nothing, and the run says nothing of it.
        if (isQboError(error)) return undefined
        throw error
      })
      // It is awaited later, by whichever of the two below.
      asked.catch(() => undefined)
    },
    async ended() {
      await asked.catch(() => undefined)
    },
    async take({ proofs, witnesses }) {
      const listed = await asked
      const lacking = entities.map(({ name, definition }) => {
        if (!isTransaction(definition)) return []
        const witnessed = witnesses.get(name)
        // By its own reports each row that it lacks is known, and judged already.
        if (witnessed?.outcome === 'witnessed') return witnessed.lacking
        const proof = proofs.find(({ entity }) => entity === name)
        return proof?.proved === true && proof.refused === 0 ? [] : undefined
      })
      if (listed === undefined || days === undefined || lacking.includes(undefined)) return undefined
      const known = new Set(lacking.flatMap((ids) => ids ?? []))
      const unheld = new Set<string>()
      for (let at = 0; at < listed.length; at += idsPerStatement) {
        const ids = listed.slice(at, at + idsPerStatement).map(({ id }) => id)
        for (const id of await store.rows.unheld(run.realmId, ids)) unheld.add(id)
      }
      return { ...days, types: byLabel(listed.filter(({ id }) => unheld.has(id) && !known.has(id))) }
    },
  }
}

const idsPerStatement = 5000

async function collect(
  parts: AsyncIterable<{ readonly transactions: readonly ReportedTransaction[] }>,
  settledBefore: string,
): Promise<readonly Listed[]> {
  const listed: Listed[] = []
  for await (const { transactions } of parts)
    for (const { id, label, lastModified } of transactions)
      if (!hasChangedSince(lastModified, settledBefore)) listed.push({ id, label })
  return listed
}

/** The whole range, where one report can carry it; else its end, as far as a report goes if the company grows twofold. */
function daysToLookAt(
  entities: readonly EntityRange[],
  expected: (name: string) => number,
): Days | undefined {
  const windows = entities.flatMap((entity) => entity.windows)
  const from = least(windows.map(({ firstDate }) => firstDate))
  const to = least(
    windows.map(({ endDate }) => endDate),
    (a, b) => a > b,
  )
  if (from === undefined || to === undefined) return undefined
  const rows = entities.reduce((sum, { name }) => sum + expected(name), 0)
  if (rows <= rowsPerReport) return { from, to }
  const share = Math.ceil((daysBetween(from, to) * rowsPerReport) / (2 * rows))
  return { from: addDays(to, -share), to }
}

function least(
  days: readonly string[],
  isBefore = (a: string, b: string): boolean => a < b,
): string | undefined {
  return days.reduce<string | undefined>((a, b) => (a === undefined || isBefore(b, a) ? b : a), undefined)
}

/** The most frequent first. */
function byLabel(listed: readonly Listed[]): readonly UnloadedType[] {
  const types = new Map<string, UnloadedType>()
  for (const { id, label } of listed) {
    const known = types.get(label)
    types.set(label, { label, transactions: (known?.transactions ?? 0) + 1, example: known?.example ?? id })
  }
  return [...types.values()].toSorted((a, b) => b.transactions - a.transactions)
}
