import { allEnded } from '../failure/all-ended.js'
import type { ProofScope } from '../proof/entity-proof.js'
import { createPatience } from '../source/patience.js'
import type { Source } from '../source/source.js'
import { askReports } from './ask-reports.js'
import { knownMoney, type CompanyMoney } from './company-money.js'
import { cutDays, rowsPerReport, type CountedDays, type Days } from './cut-days.js'
import type { CollectedRows } from './reported-rows.js'
import { witnessedTypes, type WitnessedTypes } from './witnessed-types.js'

/** What the reports list of the entities of a run, by name; a text says why that is not known. */
export interface ReportsAsked {
  /** Undefined where the company's preferences do not say it: then no report was asked for. */
  readonly money: CompanyMoney | undefined
  readonly reports: ReadonlyMap<string, CollectedRows | string>
}

/**
 * Reports that are asked for before pages are read, or beside the proof, so that nobody waits for them behind it. They may be
 * as old as that: what is settled cannot change, and what is gone since is looked up by Id before anything is
 * concluded.
 */
export interface EarlyReports {
  /** Asks for the company's preferences, which decide how reports are asked for. */
  prepare(source: Source, signal: AbortSignal): void
  /** Asks once, beside the pages, if one report can carry the transactions of the run. */
  ask(scopes: readonly ReportScope[], signal: AbortSignal): void
  /** Asks behind all pages for what has not been asked for: of a larger run, whose days the table tells how to cut. */
  askBehindPages(scopes: readonly ReportScope[], signal: AbortSignal): void
  /** What was asked for and answered, once; undefined where it is to be asked for behind the proof. */
  take(): Promise<ReportsAsked | undefined>
}

interface ReportScope extends Pick<ProofScope, 'source' | 'store' | 'entity'> {
  readonly run: Pick<ProofScope['run'], 'realmId' | 'settledBefore' | 'totals'>
}

interface AskedEntity {
  readonly scope: ReportScope
  readonly types: WitnessedTypes['types']
  readonly days: Days
}

export function earlyReports(): EarlyReports {
  let money: Promise<CompanyMoney | undefined> | undefined
  let asked: Promise<ReportsAsked | undefined> | undefined
  const prepare = (source: Source, signal: AbortSignal): Promise<CompanyMoney | undefined> =>
    (money ??= knownMoney(source, signal))
  const askThose = (entities: readonly AskedEntity[], isSmall: boolean, signal: AbortSignal): void => {
    const [any] = entities
    if (any?.scope.source.transactionList === undefined) return
    // What fails here is asked for again when it is wanted, and then says so.
    asked ??= askEach(entities, prepare(any.scope.source, signal), isSmall, signal).catch(() => undefined)
  }
  return {
    prepare(source, signal) {
      // What fails is met when it is wanted.
      if (source.transactionList !== undefined) prepare(source, signal).catch(() => undefined)
    },
    ask(scopes, signal) {
      const entities = scopes.flatMap(askable)
      if (isSmallRun(entities)) askThose(entities, true, signal)
    },
    askBehindPages(scopes, signal) {
      const entities = scopes.flatMap(askable)
      if (!isSmallRun(entities)) askThose(entities, false, signal)
    },
    async take() {
      const answered = await asked
      await money?.catch(() => undefined)
      asked = money = undefined
      return answered
    },
  }
}

function isSmallRun(entities: readonly AskedEntity[]): boolean {
  return sum(entities.map(rowsOf)) <= rowsPerReport
}

function rowsOf({ scope: { run, entity } }: AskedEntity): number {
  return run.totals[entity.name]?.expected ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function askable(scope: ReportScope): readonly AskedEntity[] {
  const { name, definition, windows } = scope.entity
  const types = definition.strategy === 'transaction' ? witnessedTypes(name)?.types : undefined
  const [first, last] = [windows[0], windows.at(-1)]
  if (types === undefined || first === undefined || last === undefined) return []
  return [{ scope, types, days: { from: first.firstDate, to: last.endDate } }]
}

/** @param isSmall whether all is asked for at once: of a larger run an answer is held after the other */
async function askEach(
  entities: readonly AskedEntity[],
  asked: Promise<CompanyMoney | undefined>,
  isSmall: boolean,
  signal: AbortSignal,
): Promise<ReportsAsked> {
  const money = await asked
  const reports = new Map<string, CollectedRows | string>()
  if (money === undefined) return { money, reports }
  const patience = createPatience()
  const ask = async ({ scope, types, days }: AskedEntity): Promise<void> => {
    const { source, run, entity } = scope
    const spans = isSmall ? [days] : cutDays(await storedDays(scope))
    const question = { types, spans, settledBefore: run.settledBefore, money, atOnce: isSmall }
    reports.set(entity.name, await askReports({ source, signal, patience }, question))
  }
  if (isSmall) await allEnded(entities.map(ask))
  else for (const entity of entities) await ask(entity)
  return { money, reports }
}

/** The days of the range, with the rows that the table has of them. */
async function storedDays({ store, run, entity }: ReportScope): Promise<readonly CountedDays[]> {
  const stored = await store.rows.countByWindow(run.realmId, entity.name)
  return entity.windows.map(({ start, firstDate, endDate }) => ({
    from: firstDate,
    to: endDate,
    rows: stored.get(start) ?? 0,
  }))
}
